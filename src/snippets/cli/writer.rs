//! Programs that write a profile into the CLI's own configuration file, or take it out. The CLI has no command for an
//! API key that exists: `profiles:create` takes an Auth Token and makes another key.
//!
//! The file is `config.json` in `$TWILIO_CONFIG_DIR`, or else in `.twilio-cli` of the home folder; its `activeProject`
//! names the active profile. Each program keeps what else is in it, replaces it whole, and reads the API key from the
//! environment, so that no list of processes shows the secret.

/// For node, whose quotes are back-ticks only, so that no shell needs more than quotes around it; without an exclamation
/// mark, so that no shell looks for its history in it.
pub(super) const NODE_ADD: &str = "const f=require(`fs`),p=require(`path`),e=process.env,n=process.argv[1],d=e.TWILIO_CONFIG_DIR||p.join(e.HOME||require(`os`).homedir(),`.twilio-cli`),c=p.join(d,`config.json`),j=f.existsSync(c)?JSON.parse(f.readFileSync(c,`utf8`)):{},k=e.TWILIO_API_KEY,o=(j.profiles||{})[n]||{apiKey:k};if(o.apiKey===k){j.profiles={...j.profiles,[n]:{accountSid:e.TWILIO_ACCOUNT_SID,apiKey:k,apiSecret:e.TWILIO_API_SECRET}};f.mkdirSync(d,{recursive:true,mode:0o700});f.rmSync(c+`.new`,{force:true});f.writeFileSync(c+`.new`,JSON.stringify(j),{mode:0o600});f.renameSync(c+`.new`,c);console.log(`Saved profile ${n} in ${c}`)}else{console.error(`There is another profile ${n} already: remove it first, or choose another name. Nothing was changed.`);process.exit(1)}";

/// The same, to take it out.
pub(super) const NODE_REMOVE: &str = "const f=require(`fs`),p=require(`path`),e=process.env,n=process.argv[1],d=e.TWILIO_CONFIG_DIR||p.join(e.HOME||require(`os`).homedir(),`.twilio-cli`),c=p.join(d,`config.json`),j=f.existsSync(c)?JSON.parse(f.readFileSync(c,`utf8`)):{};if(j.profiles&&j.profiles[n]){delete j.profiles[n];if(j.activeProject===n)j.activeProject=null;f.rmSync(c+`.new`,{force:true});f.writeFileSync(c+`.new`,JSON.stringify(j),{mode:0o600});f.renameSync(c+`.new`,c);console.log(`Removed profile ${n} from ${c}`)}";

/// For a POSIX shell and jq: `$1` is the profile, `$2` the filter. The new file is a private one before it has a
/// secret, and takes the old one's place only if jq was content.
pub(super) const SH_EDIT: &str = "umask 077; d=\"${TWILIO_CONFIG_DIR:-$HOME/.twilio-cli}\"; f=\"$d/config.json\"; mkdir -p \"$d\" && rm -f \"$f.new\" && { [ -s \"$f\" ] || printf \"{}\" >\"$f\"; } && jq -c --arg name \"$1\" \"$2\" \"$f\" >\"$f.new\" && mv \"$f.new\" \"$f\" && echo \"$3 $1 in $f\" || { rm -f \"$f.new\"; false; }";

/// The filter that adds.
pub(super) const JQ_ADD: &str = "if [.profiles[$name] // {apiKey: env.TWILIO_API_KEY} | .apiKey] == [env.TWILIO_API_KEY] then .profiles[$name] = {accountSid: env.TWILIO_ACCOUNT_SID, apiKey: env.TWILIO_API_KEY, apiSecret: env.TWILIO_API_SECRET} else error(\"there is another profile \" + $name + \" already: remove it first, or choose another name\") end";

/// The filter that removes.
pub(super) const JQ_REMOVE: &str =
    "del(.profiles[$name]?) | if .activeProject == $name then .activeProject = null else . end";

/// For PowerShell, which reads and writes JSON itself; without double quotes and percent signs, so that the command
/// prompt can pass it on.
pub(super) const POWERSHELL_ADD: &str = "& { param($n) $d = if ($Env:TWILIO_CONFIG_DIR) { $Env:TWILIO_CONFIG_DIR } else { Join-Path $HOME '.twilio-cli' }; $f = Join-Path $d 'config.json'; $j = if (Test-Path $f) { Get-Content -Raw -Encoding UTF8 $f | ConvertFrom-Json } else { New-Object PSObject }; if (-not $j.profiles) { Add-Member -InputObject $j -Force -NotePropertyName profiles -NotePropertyValue (New-Object PSObject) }; $o = $j.profiles.$n; if ($o -and $o.apiKey -ne $Env:TWILIO_API_KEY) { throw ('There is another profile ' + $n + ' already: remove it first, or choose another name.') }; Add-Member -InputObject $j.profiles -Force -NotePropertyName $n -NotePropertyValue (New-Object PSObject -Property @{ accountSid = $Env:TWILIO_ACCOUNT_SID; apiKey = $Env:TWILIO_API_KEY; apiSecret = $Env:TWILIO_API_SECRET }); New-Item -ItemType Directory -Force $d | Out-Null; [IO.File]::WriteAllText($f, (ConvertTo-Json -InputObject $j -Depth 20 -Compress)); 'Saved profile ' + $n + ' in ' + $f }";

/// The same, to take it out.
pub(super) const POWERSHELL_REMOVE: &str = "& { param($n) $d = if ($Env:TWILIO_CONFIG_DIR) { $Env:TWILIO_CONFIG_DIR } else { Join-Path $HOME '.twilio-cli' }; $f = Join-Path $d 'config.json'; if (Test-Path $f) { $j = Get-Content -Raw -Encoding UTF8 $f | ConvertFrom-Json; if ($j.profiles.$n) { $j.profiles.PSObject.Properties.Remove($n); if ($j.activeProject -eq $n) { $j.activeProject = $null }; [IO.File]::WriteAllText($f, (ConvertTo-Json -InputObject $j -Depth 20 -Compress)); 'Removed profile ' + $n + ' from ' + $f } } }";
