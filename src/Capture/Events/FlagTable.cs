namespace CSysdig.Capture.Events;

/// <summary>Names of the values of a parameter, in the order in which they are printed.</summary>
public sealed record FlagTable(string Name, FlagValue[] Values);

/// <summary>One name of a flag table.</summary>
public readonly record struct FlagValue(string Name, byte[] NameUtf8, uint Value);
