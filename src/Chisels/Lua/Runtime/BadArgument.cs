namespace CSysdig.Chisels.Lua.Runtime;

/// <summary>An argument of a function of the host is wrong; the function's name is put before it where it is called.</summary>
/// <param name="at">Counted from 0.</param>
sealed class BadArgument(int at, string message) : Exception(message)
{
    /// <summary>Counted from 1, as messages have it.</summary>
    public int Place => at + 1;
}
