namespace CSysdig.Chisels.Lua.Runtime;

/// <summary>A statement of a script.</summary>
abstract class Statement
{
    public int Line { get; init; }

    public abstract Flow Run(Frame f);
}
