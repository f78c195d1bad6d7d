using CSysdig.Capture;
using CSysdig.Capture.Scap;

namespace CSysdig.Model.Lake;

/// <summary>A lake in a folder. A file has another name until it is whole.</summary>
public sealed class LakeFolder : ILakeStore
{
    /// <summary>A name that no pattern for Parquet files takes.</summary>
    const string Unfinished = ".unfinished";

    readonly string _path;

    /// <exception cref="CaptureException">The folder can't be made, is something else, or a lake of another version.</exception>
    public LakeFolder(string path)
    {
        _path = path;
        try
        {
            if (File.Exists(path))
                throw new CaptureException($"{path} is a file; --export needs a folder");
            var mark = Path.Combine(path, LakeMark.Name);
            if (File.Exists(mark))
                LakeMark.Check(File.ReadAllText(mark), path);
            else if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
                throw new CaptureException($"the folder {path} holds something else than a lake; give a new or an empty one");
            else
            {
                Directory.CreateDirectory(path);
                File.WriteAllText(mark, LakeMark.Text);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CaptureException($"the folder {path} can't be written to: {FileProblem.Of(e)}");
        }
    }

    public Stream Create(string key)
    {
        var path = At(key) + Unfinished;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Without a buffer: nothing is left to be written when it is closed because the disk is full.
        return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    public void Publish(string key) => File.Move(At(key) + Unfinished, At(key), overwrite: true);

    public void Discard(string key) => File.Delete(At(key) + Unfinished);

    public IReadOnlyList<string> Of(string capture) => [.. LakeSchema.Tables.Select(t => Path.Combine(_path, t.Name)).Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, capture + "-*.parquet", SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(_path, file).Replace(Path.DirectorySeparatorChar, '/'))];

    public void Delete(string key) => File.Delete(At(key));

    string At(string key) => Path.Combine([_path, .. key.Split('/')]);
}
