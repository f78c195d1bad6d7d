namespace CSysdig.Model.Lake;

/// <summary>Where the files of a lake lie: a folder, or whatever else keeps objects by a key such as <c>events/date=2026-11-30/bucket=07/0a1b-0000.parquet</c>.</summary>
public interface ILakeStore
{
    /// <summary>Begins a file that nobody sees before <see cref="Publish"/>.</summary>
    /// <exception cref="IOException">It can't be made.</exception>
    Stream Create(string key);

    /// <summary>Lets a file that is written and closed stand under its key, in the place of one that was there.</summary>
    void Publish(string key);

    /// <summary>Takes away a file that was not published.</summary>
    void Discard(string key);

    /// <summary>The keys of the published files of a capture.</summary>
    IReadOnlyList<string> Of(string capture);

    /// <summary>Takes away a published file.</summary>
    void Delete(string key);
}
