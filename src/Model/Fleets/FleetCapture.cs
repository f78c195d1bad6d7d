using CSysdig.Capture.Scap;
using CSysdig.Model.History;

namespace CSysdig.Model.Fleets;

/// <summary>One capture of a fleet. Its history is there when loading has begun; where it can't be opened a line says why.</summary>
public sealed class FleetCapture
{
    volatile CaptureHistory? _history;
    volatile string? _problem;

    internal FleetCapture(int index, CaptureFile file)
    {
        (Index, Path, Size, IsEmpty) = (index, file.Path, file.Size, file.IsEmpty);
        File = System.IO.Path.GetFileName(Path);
        var host = file.HostName;
        IsNameless = host.Length == 0;
        Host = Label = IsNameless ? CaptureName.Without(File) : host;
    }

    /// <summary>Its place in <see cref="Fleet.Captures"/>.</summary>
    public int Index { get; }
    public string Path { get; }
    /// <summary>What its file is called.</summary>
    public string File { get; }
    /// <summary>Bytes of the file; of a folder of all its segments.</summary>
    public long Size { get; }
    /// <summary>What its machine is called (evt.hostname); where it does not say so, its file without the ending.</summary>
    public string Host { get; }
    /// <summary>The host as rows show it: with the file where other captures are of the same host.</summary>
    public string Label { get; internal set; }

    /// <summary>There is nothing in it.</summary>
    internal bool IsEmpty { get; }

    /// <summary>The machine has no name in it.</summary>
    internal bool IsNameless { get; }

    /// <summary>Null while its turn to be loaded has not come, and where it can't be.</summary>
    public CaptureHistory? History
    {
        get => _history;
        internal set => _history = value;
    }

    /// <summary>Why it is not there, or what of it is missing, in a line; null where nothing is.</summary>
    public string? Problem => _problem ?? (_history is { IsComplete: true } history ? history.Losses.Message ?? history.Progress.Failure ?? history.Problem ?? history.Forgotten : null);

    /// <summary>It is loaded, or never will be.</summary>
    public bool IsSettled => _problem is not null || _history is { IsComplete: true };

    /// <summary>It can't be opened.</summary>
    public bool IsMissing => _problem is not null;

    internal void Miss(string problem) => _problem = problem;

    /// <summary>Somebody means it by a word: by its host, by host and file, or by its file.</summary>
    internal bool IsCalled(string word) => word == Host || word == Label || word == File || word == Path;
}
