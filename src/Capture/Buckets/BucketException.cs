namespace CSysdig.Capture.Buckets;

/// <summary>Object storage did not do what it was asked. The message is the end of a line for the user.</summary>
/// <param name="mayPass">It may do it when it is asked again.</param>
public sealed class BucketException(string message, bool mayPass = false) : IOException(message)
{
    public bool MayPass => mayPass;

    /// <summary>The keys are no longer good: others may be there by now.</summary>
    public bool KeysAreOld { get; init; }

    /// <summary>There is no such object.</summary>
    public bool IsMissing { get; init; }
}
