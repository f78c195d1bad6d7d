namespace CSysdig.Model.Filters.Syntax;

/// <summary>
/// The filter language of an age. What one of them has and the others don't works everywhere; where the tools contradict each other,
/// the capture's generation decides.
/// </summary>
public enum FilterDialect : byte
{
    /// <summary>
    /// For captures that sysdig 0.29.3 can read: <c>\</c> in a value is itself but for <c>\\</c>, <c>\"</c> and <c>\xHH</c>; a value
    /// may be empty.
    /// </summary>
    Older,
    /// <summary>
    /// libs 0.10 and later, for captures of later drivers: quoted values know <c>\n</c>, <c>\t</c> and the like, and a value must be there.
    /// </summary>
    Newer,
    /// <summary>
    /// sysdig 0.29.3 itself: <c>==</c> is refused, so is <c>and</c> beside <c>or</c> without brackets; a second <c>not</c> says nothing;
    /// <c>pmatch</c> knows no globs; addresses are compared as it mistakes them.
    /// </summary>
    Sysdig029,
}
