namespace CSysdig.Cli;

/// <summary>What --version says.</summary>
static class ProgramVersion
{
    /// <summary>The release whose behaviour is followed where captures hold enter and exit events.</summary>
    public const string Compatible = "0.29.3";

    public static string Text => typeof(ProgramVersion).Assembly.GetName().Version is { } v ? $"{v.Major}.{v.Minor}.{v.Build} (csysdig for .NET, compatible with {Compatible})" : Compatible;
}
