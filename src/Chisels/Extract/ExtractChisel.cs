using CSysdig.Capture;
using CSysdig.Capture.Events;
using CSysdig.Model;
using CSysdig.Model.Calls;
using CSysdig.Model.Streaming;
using CSysdig.Model.Streams;
using CSysdig.Model.Text;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Chisels.Extract;

/// <summary>Writes what files and connections were seen to hold to a folder, with a manifest of what is missing.</summary>
sealed class ExtractChisel : IChisel, IDisposable
{
    readonly ChiselSetup _setup;
    readonly OutputFolder _folder;
    readonly Artifacts _artifacts;
    readonly FileTraffic _files;

    /// <exception cref="ChiselException">The folder can't be used.</exception>
    public ExtractChisel(ChiselSetup setup)
    {
        _setup = setup;
        try
        {
            _folder = new OutputFolder(setup.Arguments[0]);
        }
        catch (IOException e)
        {
            throw new ChiselException("extract: " + e.Message);
        }
        _artifacts = new Artifacts(_folder);
        _files = new FileTraffic(_artifacts);
    }

    public void Begin(EventStream stream)
    {
    }

    public void Add(Event e, Utf8Writer to)
    {
        try
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
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Stop(failure);
        }
    }

    public void End(Utf8Writer to)
    {
        try
        {
            _artifacts.FinishAll();
            Manifest.Write(_folder, _artifacts.Rows);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Stop(failure);
        }
        finally
        {
            Dispose();
        }
        if (_setup.Json)
            Manifest.WriteJson(to, _artifacts.Rows);
        else
            ExtractSummary.Write(to, _folder.Path, _artifacts, _setup.Width);
    }

    public void Dispose() => _artifacts.Dispose();

    /// <summary>What was written stays, and is told of where there is still room for that.</summary>
    ChiselException Stop(Exception failure)
    {
        Dispose();
        var isListed = TryList();
        if (!isListed)
        {
            // A list of what is whole is worth more than what is not.
            _artifacts.DropUnfinished();
            isListed = TryList();
        }
        return new ChiselException($"extract stopped: {FileProblem.Of(failure)}. What was written stays in {_folder.Path}"
            + (isListed ? $"; {Manifest.Name} lists the {_artifacts.Rows.Count} that are whole" : ""));
    }

    bool TryList()
    {
        try
        {
            Manifest.Write(_folder, _artifacts.Rows);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
