// Means, quantiles, and how sure a ratio is.

export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

export function quantile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** The 95 % interval of the ratio of two samples' means (or another figure), by 2,000 bootstrap samples. */
export function interval(values, others, figure = mean) {
  const again = (sample) => sample.map(() => sample[Math.floor(Math.random() * sample.length)]);
  const ratios = Array.from({ length: 2_000 }, () => figure(again(values)) / figure(again(others)));
  return [quantile(ratios, 0.025), quantile(ratios, 0.975)];
}
