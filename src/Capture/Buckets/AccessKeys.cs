namespace CSysdig.Capture.Buckets;

/// <summary>By what object storage knows who asks.</summary>
/// <param name="Token">Of keys that are good for some time; null for others.</param>
/// <param name="Until">Until when they are good, where that is known.</param>
sealed record AccessKeys(string Id, string Secret, string? Token, DateTime? Until = null)
{
    // The secret is nobody's business, a log's neither.
    public override string ToString() => Id;
}
