namespace CSysdig.Model.Queries;

/// <summary>What a row of an answer of several histories is of.</summary>
/// <param name="Source">Which history.</param>
/// <param name="Stretch">The time by whose length its rates are divided.</param>
sealed record TablePart(int Source, TimeRange Stretch);
