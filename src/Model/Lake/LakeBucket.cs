using System.Text;
using CSysdig.Capture;
using CSysdig.Capture.Buckets;
using CSysdig.Capture.Scap;

namespace CSysdig.Model.Lake;

/// <summary>A lake in a bucket. A file is written on this machine, and goes there when it is whole.</summary>
public sealed class LakeBucket : ILakeStore, IDisposable
{
    readonly BucketFolder _bucket;
    readonly DirectoryInfo _unfinished;

    /// <exception cref="CaptureException">The bucket can't be written to, holds something else there, or a lake of another version.</exception>
    public LakeBucket(string address)
    {
        try
        {
            _bucket = new BucketFolder(address);
            if (_bucket.Read(LakeMark.Name, LakeMark.MostBytes) is { } mark)
                LakeMark.Check(mark, address);
            else if (_bucket.Keys("").Count > 0)
                throw new CaptureException($"{address} holds something else than a lake; give a new or an empty place");
            else
                _bucket.Put(Encoding.UTF8.GetBytes(LakeMark.Text), LakeMark.Name);
            _unfinished = Directory.CreateTempSubdirectory("csysdig-lake-");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"{address} can't be written to: {FileProblem.Of(e)}");
        }
    }

    public Stream Create(string key) => new FileStream(At(key), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);

    public void Publish(string key)
    {
        _bucket.Put(At(key), key);
        File.Delete(At(key));
    }

    public void Discard(string key) => File.Delete(At(key));

    public IReadOnlyList<string> Of(string capture) => [.. LakeSchema.Tables.SelectMany(t => _bucket.Keys(t.Name + "/"))
        .Where(key => key.EndsWith(".parquet", StringComparison.Ordinal) && key[(key.LastIndexOf('/') + 1)..].StartsWith(capture + "-", StringComparison.Ordinal))];

    public void Delete(string key) => _bucket.Delete(key);

    public void Dispose()
    {
        try
        {
            _unfinished.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The system empties that place.
        }
    }

    string At(string key) => Path.Combine(_unfinished.FullName, key.Replace('/', '!'));
}
