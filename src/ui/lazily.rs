//! Parts of the program that are fetched after the first page is drawn, or when they are first needed.

/// The part did not arrive: the network is gone, or the server has another release by now.
pub type NotLoaded = leptos::wasm_split::SplitLoaderError;

/// Functions whose code, and whatever only they need, is in a file of its own. Calling one is a future that fetches the
/// file first. What `cargo xtask serve` builds is not split; there, nothing is fetched.
macro_rules! lazily {
    ($file:ident: $($visible:vis fn $name:ident($($argument:ident: $kind:ty),*) -> $output:ty $body:block)*) => {$(
        #[cfg(split)]
        #[allow(unused_braces, reason = "a function's body is a block, also where it is one expression")]
        #[leptos::wasm_split::wasm_split($file, fallible, wasm_split_path = ::leptos::wasm_split)]
        $visible fn $name($($argument: $kind),*) -> Result<$output, $crate::ui::lazily::NotLoaded> {
            Ok($body)
        }
        #[cfg(not(split))]
        #[allow(unused_braces, clippy::unused_async, reason = "the same as above, and as the split makes it")]
        $visible async fn $name($($argument: $kind),*) -> Result<$output, $crate::ui::lazily::NotLoaded> {
            Ok($body)
        }
    )*};
}
pub(super) use lazily;
