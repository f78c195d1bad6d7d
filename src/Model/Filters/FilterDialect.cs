namespace CSysdig.Model.Filters;

/// <summary>The filter language of an age: where the tools contradict each other, the capture's generation decides.</summary>
public enum FilterDialect : byte
{
    /// <summary>
    /// sysdig 0.29.3, for the captures it can read: <c>==</c> is refused, so is <c>and</c> beside <c>or</c> without
    /// brackets; <c>\</c> in a value is itself but for <c>\\</c>, <c>\"</c> and <c>\xHH</c>; a value may be empty.
    /// </summary>
    Older,
    /// <summary>
    /// libs 0.10 and later, for captures of later drivers: <c>==</c> is <c>=</c>, <c>and</c> binds closer than <c>or</c>,
    /// quoted values know <c>\n</c>, <c>\t</c> and the like, and a value must be there.
    /// </summary>
    Newer,
}
