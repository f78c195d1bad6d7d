namespace CSysdig.Chisels;

/// <summary>A run of sysdig that a script asks for when its own is over. It has the rights of the script, and no more.</summary>
/// <param name="Arguments">As one would type them, without the program's name.</param>
/// <param name="Trusted">The script has the user's own rights.</param>
/// <param name="WhyNotWrite">Why a file may not be made; null when it may.</param>
/// <param name="WhyNotRun">Why a chisel may not run with some arguments; null when it may.</param>
public sealed record ScriptRun(
    string Arguments, bool Trusted, Func<string, string?> WhyNotWrite, Func<ChiselDefinition, IReadOnlyList<string>, string?> WhyNotRun);
