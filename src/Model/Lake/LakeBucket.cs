using System.Text;
using CSysdig.Capture;
using CSysdig.Capture.Buckets;
using CSysdig.Capture.Scap;

namespace CSysdig.Model.Lake;

/// <summary>
/// A lake in a bucket. A file is written on this machine, and goes there when it is whole: at once, or by an outbox, which keeps it as long as the bucket can't be reached.
/// </summary>
public sealed class LakeBucket : ILakeStore, IDisposable
{
    readonly BucketFolder _bucket;
    readonly BucketAddress _address;
    readonly Outbox? _outbox;
    readonly DirectoryInfo? _unfinished;

    /// <param name="outbox">For what can't be had again: nothing of its key is in the bucket before.</param>
    /// <exception cref="CaptureException">The bucket can't be written to, holds something else there, or a lake of another version.</exception>
    public LakeBucket(string address, Outbox? outbox = null)
    {
        _outbox = outbox;
        _address = BucketAddress.Parse(address.TrimEnd('/') + "/");
        try
        {
            _bucket = new BucketFolder(address);
            if (_bucket.Read(LakeMark.Name, LakeMark.MostBytes) is { } mark)
                LakeMark.Check(mark, address);
            else if (_bucket.Keys("").Count > 0)
                throw new CaptureException($"{address} holds something else than a lake; give a new or an empty place");
            else
                _bucket.Put(Encoding.UTF8.GetBytes(LakeMark.Text), LakeMark.Name);
            _unfinished = outbox is not null ? null : Directory.CreateTempSubdirectory("csysdig-lake-");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"{address} can't be written to: {FileProblem.Of(e)}");
        }
    }

    public Stream Create(string key) => new FileStream(At(key), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);

    public void Publish(string key)
    {
        if (_outbox is null)
        {
            _bucket.Put(At(key), key);
            File.Delete(At(key));
            return;
        }
        File.Move(At(key), _outbox.Begin(_address.With(_address.Key + key)), overwrite: true);
        _outbox.End(events: 0);
    }

    public void Discard(string key) => File.Delete(At(key));

    public IReadOnlyList<string> Of(string capture) => _outbox is not null ? [] : [.. LakeSchema.Tables.SelectMany(t => _bucket.Keys(t.Name + "/"))
        .Where(key => key.EndsWith(".parquet", StringComparison.Ordinal) && key[(key.LastIndexOf('/') + 1)..].StartsWith(capture + "-", StringComparison.Ordinal))];

    public void Delete(string key) => _bucket.Delete(key);

    public void Dispose()
    {
        try
        {
            _unfinished?.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The system empties that place.
        }
    }

    string At(string key) => key.Replace('/', '!') is var name && _outbox is not null ? _outbox.Unfinished(name) : Path.Combine(_unfinished!.FullName, name);
}
