using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CSysdig.Capture.Live;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Buckets;

/// <summary>
/// The folder of one run among those of an outbox: files that are to go to a bucket, and beside each a record that says where to. One program at a time works on it, and
/// holds a lock for so long; what a killed one left is found by the next.
/// </summary>
sealed class OutboxFolder : IDisposable
{
    const string LockName = "lock", RecordEnding = ".json", NextEnding = ".new", UnfinishedEnding = ".unfinished";
    const int MostRecordBytes = 1 << 14;

    readonly string _path;
    readonly FileStream _lock;
    int _number;

    OutboxFolder(string path, FileStream held) => (_path, _lock) = (path, held);

    /// <summary>Makes one for this run.</summary>
    /// <exception cref="CaptureException">It can't be made, or others could change what is in it.</exception>
    public static OutboxFolder Make(string root)
    {
        PrivateFolder.Make(root);
        if (!OwnFile.IsFolder(root))
            throw new CaptureException($"{root} is not a folder that is yours alone to change; give another one: --outbox FOLDER");
        try
        {
            while (true)
            {
                var path = Path.Combine(root, Guid.NewGuid().ToString("N"));
                PrivateFolder.Make(path);
                if (Hold(path) is { } held)
                    return new OutboxFolder(path, held);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"{root} can't be written to: {FileProblem.Of(e)}");
        }
    }

    /// <summary>Those that earlier runs left and nobody works on, oldest first.</summary>
    public static List<OutboxFolder> Left(string root)
    {
        var left = new List<OutboxFolder>();
        foreach (var folder in new DirectoryInfo(root).EnumerateDirectories().OrderBy(f => f.CreationTimeUtc))
            if (OwnFile.IsFolder(folder.FullName) && File.Exists(Path.Combine(folder.FullName, LockName)) && Hold(folder.FullName) is { } held)
                left.Add(new OutboxFolder(folder.FullName, held));
        return left;
    }

    /// <summary>What is there, oldest first. A record that can't be read is passed over, and its file stays; of what nothing was written yet, and of what was not finished, nothing is left.</summary>
    public List<OutboxFile> Files()
    {
        var files = new List<OutboxFile>();
        foreach (var unfinished in Directory.GetFiles(_path, "*" + UnfinishedEnding))
            File.Delete(unfinished);
        foreach (var path in Directory.EnumerateFiles(_path, "*" + RecordEnding).Order(StringComparer.Ordinal))
            if (Read(path) is { } record)
            {
                var file = new OutboxFile(path, record) { Length = LengthOf(record.File) };
                if (file.Length > 0 || record.Events > 0)
                    files.Add(file);
                else
                    file.Remove();
            }
        return files;
    }

    /// <summary>Notes a file that is to be written, so that it is found whatever happens.</summary>
    /// <param name="file">Where it lies; null for one that lies here and goes away when it has arrived.</param>
    /// <exception cref="IOException">There is no room for it.</exception>
    public OutboxFile Add(BucketAddress to, string endpoint, string? file = null)
    {
        var name = (++_number).ToString("D8", CultureInfo.InvariantCulture);
        var added = new OutboxFile(Path.Combine(_path, name + RecordEnding), new OutboxRecord(to.ToString(), endpoint, file ?? Path.Combine(_path, name), file is not null, null));
        added.Save();
        return added;
    }

    public string Unfinished(string name) => Path.Combine(_path, name + UnfinishedEnding);

    /// <summary>Ends the work on it. An empty one goes.</summary>
    public void Dispose()
    {
        var isEmpty = false;
        try
        {
            isEmpty = Directory.EnumerateFiles(_path).All(f => Path.GetFileName(f) == LockName);
            if (isEmpty)
                Directory.Delete(_path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next run finds it.
        }
        _lock.Dispose();
    }

    internal static void Write(string path, OutboxRecord record)
    {
        File.WriteAllBytes(path + NextEnding, JsonSerializer.SerializeToUtf8Bytes(record, OutboxJson.Default.OutboxRecord));
        File.Move(path + NextEnding, path, overwrite: true);
    }

    static OutboxRecord? Read(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MostRecordBytes && JsonSerializer.Deserialize(File.ReadAllBytes(path), OutboxJson.Default.OutboxRecord) is { To: not null, File: not null } record
                && BucketAddress.IsMeant(record.To) ? record : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    static FileStream? Hold(string path)
    {
        try
        {
            return new FileStream(Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    static long LengthOf(string file) => new FileInfo(file) is { Exists: true } found ? found.Length : 0;
}

/// <summary>What the folder says of a file.</summary>
/// <param name="Stays">It is somebody's who keeps it, and not taken away when it has arrived.</param>
/// <param name="Events">How many are in it, where that is known.</param>
sealed record OutboxRecord(string To, string Endpoint, string File, bool Stays, long? Events);

/// <summary>What stands in a bucket in the place of files that did not get there.</summary>
/// <param name="Events">How many were in them; null where that is not known of all.</param>
sealed record GivenUp(string First, string Last, long Files, long Bytes, long? Events);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OutboxRecord))]
[JsonSerializable(typeof(GivenUp))]
sealed partial class OutboxJson : JsonSerializerContext;
