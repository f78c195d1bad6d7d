namespace CSysdig.Model.Filters.Predicates;

/// <summary>What a filter says of many events together.</summary>
enum Verdict : byte
{
    Fails,
    Passes,
    /// <summary>Some may pass and some not.</summary>
    Ask,
}
