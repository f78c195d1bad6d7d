namespace CSysdig.Model.Story.Sessions;

/// <summary>The ends of connections that are known so far. It never changes.</summary>
sealed record ConnectionList(ReadOnlyMemory<ConnectionEnd> Ends)
{
    public static ConnectionList Empty { get; } = new(ReadOnlyMemory<ConnectionEnd>.Empty);
}
