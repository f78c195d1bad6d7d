namespace CSysdig.Cli;

/// <summary>Whether sysdig's own answers are wanted where it is wrong: asked with --compat or, for scripts, the environment.</summary>
static class Compatibility
{
    const string Variable = "CSYSDIG_COMPAT";

    /// <summary>What the environment asks for.</summary>
    /// <exception cref="UsageException">A version whose mistakes nobody knows here.</exception>
    public static bool Usual => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value && Of(value, Variable);

    /// <exception cref="UsageException">A version whose mistakes nobody knows here.</exception>
    public static bool Of(string value, string asker = "--compat") =>
        value is "0.29" or ProgramVersion.Compatible ? true : throw new UsageException($"{asker} knows 0.29 (what sysdig {ProgramVersion.Compatible} prints), not '{value}'");
}
