namespace CSysdig.Chisels.Lua.Runtime;

/// <summary>An error of a script: any value, mostly a text that begins with file and line.</summary>
sealed class LuaException(LuaValue value) : Exception
{
    public LuaException(string message) : this(LuaValue.Of(message))
    {
    }

    public LuaValue Value { get; } = value;

    public override string Message => Value.AsText()?.ToString() ?? $"(error object is a {Value.TypeName} value)";
}

/// <summary>The script asked to end (<c>os.exit</c>), or the user did; no <c>pcall</c> holds it up.</summary>
sealed class LuaExit(int code) : Exception
{
    public int Code { get; } = code;
}
