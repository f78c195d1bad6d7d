using CSysdig.Capture;
using CSysdig.Capture.Events;
using CSysdig.Model.Calls;
using CSysdig.Model.Streams;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Model.Extracting;

/// <summary>Writes what files and connections were seen to hold to a folder, with a manifest of what is missing. It takes events in the capture's order.</summary>
public sealed class Extraction : IDisposable
{
    readonly OutputFolder _folder;
    readonly Artifacts _artifacts;
    readonly FileTraffic _files;

    /// <param name="folder">A new or an empty one.</param>
    /// <exception cref="IOException">It is neither, or can't be made; the message says so.</exception>
    public Extraction(string folder)
    {
        _folder = new OutputFolder(folder);
        _artifacts = new Artifacts(_folder);
        _files = new FileTraffic(_artifacts);
    }

    public string Folder => _folder.Path;

    /// <summary>What is finished.</summary>
    public IReadOnlyList<ArtifactRow> Rows => _artifacts.Rows;

    /// <summary>How many artifacts there was no room for.</summary>
    public long LeftOut => _artifacts.LeftOut;

    /// <summary>Whether events of a type tell anything of what files and connections hold.</summary>
    public static bool Takes(EventCode code) =>
        IoCall.Is(code) || code is SyscallLseekX or SyscallLlseekX || EnteredCalls.Is(code) || CallKinds.Of(code) == CallKind.Open;

    /// <summary>Whether a failure is one of the disk: <see cref="Stop"/> says what became of the folder.</summary>
    public static bool IsOfDisk(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentException;

    /// <exception cref="IOException">The disk is full, or fails; so does <see cref="Finish"/>.</exception>
    public void Add(Event e)
    {
        if (IoCall.Is(e.Code))
            _files.Move(e);
        else if (e.Code is SyscallLseekX or SyscallLlseekX)
            _files.Seek(e);
        else if (EnteredCalls.Is(e.Code))
            _files.Enter(e);
        else if (CallKinds.Of(e.Code) == CallKind.Open)
            _files.Open(e);
    }

    /// <summary>No more events come: writes what is left, and the manifest.</summary>
    public void Finish()
    {
        _artifacts.FinishAll();
        Manifest.Write(_folder, Rows);
    }

    public void Dispose() => _artifacts.Dispose();

    /// <summary>Says that it ends here, and why. What was written stays, and is listed where there is still room for that.</summary>
    public string Stop(Exception failure)
    {
        Dispose();
        var isListed = TryList();
        if (!isListed)
        {
            // A list of what is whole is worth more than what is not.
            _artifacts.DropUnfinished();
            isListed = TryList();
        }
        return $"extract stopped: {FileProblem.Of(failure)}. What was written stays in {Folder}{(isListed ? $"; {Manifest.Name} lists the {Rows.Count} that are whole" : "")}";
    }

    bool TryList()
    {
        try
        {
            Manifest.Write(_folder, Rows);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
