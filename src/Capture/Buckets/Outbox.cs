using System.Diagnostics;
using System.Text.Json;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Buckets;

/// <summary>How an outbox stands.</summary>
/// <param name="Problem">Why nothing arrives now; null where nothing has failed.</param>
/// <param name="GivenUpEvents">Of files of which it is known.</param>
public sealed record OutboxState(int Waiting, long WaitingBytes, long Arrived, long GivenUp, long GivenUpBytes, long GivenUpEvents, string? Problem);

/// <summary>
/// Files on disk on their way to a bucket. A thread brings them there one after the other, for as long as it takes; a file goes away when the bucket has said that it is there
/// whole. What there is no room for is given up, the oldest first, and counted: here, and in the bucket by an object in its place.
/// </summary>
public sealed class Outbox : IDisposable
{
    const int FirstTries = 3;
    /// <summary>So long the last files are tried to be brought when nothing more comes.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    readonly BucketClient _client;
    readonly BucketUpload _upload;
    readonly string _root, _endpoint;
    readonly long _limit;
    readonly Action<string> _tell;
    readonly OutboxFolder _folder;
    readonly List<OutboxFolder> _left;
    readonly List<OutboxFile> _waiting = [];
    readonly Lock _lock = new();
    readonly AutoResetEvent _more = new(false);
    readonly ManualResetEvent _moved = new(false);
    readonly CancellationTokenSource _stop = new();
    readonly Thread _thread;
    OutboxFile? _written, _sent, _note;
    GivenUp? _noted;
    long _arrived, _givenUp, _givenUpBytes, _givenUpEvents;
    BucketException? _problem;

    Outbox(BucketClient client, BucketAddress to, string root, long limit, Action<string> tell)
    {
        (_client, _upload, _root, _limit, _tell) = (client, new BucketUpload(client), root, limit, tell);
        _endpoint = client.Endpoint;
        _folder = OutboxFolder.Make(root);
        _left = OutboxFolder.Left(root);
        foreach (var file in _left.SelectMany(folder => folder.Files()))
            if (file.Endpoint == _endpoint && file.To.Bucket == to.Bucket)
                _waiting.Add(file);
        if (_waiting.Count > 0)
            tell($"{Many(_waiting.Count, "file")} that an earlier run left in {root} {(_waiting.Count == 1 ? "goes" : "go")} to {to.With("")} too");
        _thread = new Thread(Run) { IsBackground = true, Name = "outbox" };
        _thread.Start();
    }

    /// <summary>Where an outbox is unless the user says otherwise.</summary>
    public static string UsualFolder => Path.Combine(Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state && Path.IsPathRooted(state) ? state
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"), "csysdig", "outbox");

    /// <param name="limit">How many bytes may wait in all.</param>
    /// <param name="tell">Is told what the user should know, on any thread.</param>
    /// <exception cref="CaptureException">The folder can't be used, or the settings make no sense.</exception>
    public static Outbox Open(BucketAddress to, string root, long limit, Action<string> tell) => Open(BucketClient.Usual, to, root, limit, tell);

    internal static Outbox Open(BucketClient client, BucketAddress to, string root, long limit, Action<string> tell) => new(client, to, root, limit, tell);

    public string Folder => _root;

    public OutboxState State
    {
        get
        {
            lock (_lock)
                return new OutboxState(_waiting.Count, Waiting, _arrived, _givenUp, _givenUpBytes, _givenUpEvents, _problem?.Message);
        }
    }

    /// <summary>The keys that begin with that of an address, in the bucket and of what is still on its way there, or was given up on it.</summary>
    /// <exception cref="CaptureException">The bucket can't be asked.</exception>
    public List<string> Keys(BucketAddress prefix)
    {
        List<string> keys;
        // First what is on its way: it may arrive while the bucket is asked.
        lock (_lock)
            keys = [.. _waiting.Select(f => f.To.Key).Where(k => k.StartsWith(prefix.Key, StringComparison.Ordinal))];
        try
        {
            List<BucketObject> there = [];
            Retrying.Run(FirstTries, async () => there = await _client.List(prefix, default), () => { }, default);
            keys.AddRange(there.Select(o => o.Key));
        }
        catch (BucketException e)
        {
            throw new CaptureException($"{prefix} can't be written to: {e.Message}");
        }
        return [.. keys.Select(k => k.EndsWith(OutboxFile.NoteEnding, StringComparison.Ordinal) ? k[..^OutboxFile.NoteEnding.Length] : k)];
    }

    /// <summary>Where a file is to be written that goes to a place in the bucket.</summary>
    /// <param name="keptAs">Where somebody writes it who keeps it; null where it goes away when it has arrived.</param>
    /// <exception cref="CaptureException">There is no room for it.</exception>
    public string Begin(BucketAddress to, string? keptAs = null)
    {
        try
        {
            var file = _folder.Add(to, _endpoint, keptAs);
            lock (_lock)
                _written = file;
            return file.Path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"{_root} can't be written to: {FileProblem.Of(e)}");
        }
    }

    /// <summary>A place for a file that is of no use before it is whole: it goes on its way by being moved to where <see cref="Begin"/> says. What a killed run leaves there goes away.</summary>
    public string Unfinished(string name) => _folder.Unfinished(name);

    /// <summary>The file is written to its end.</summary>
    /// <exception cref="CaptureException">There is no room to note that.</exception>
    public void End(long events)
    {
        if (_written is not { } file)
            return;
        try
        {
            file.Close(events);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"{_root} can't be written to: {FileProblem.Of(e)}");
        }
        lock (_lock)
        {
            _written = null;
            _waiting.Add(file);
        }
        _more.Set();
    }

    /// <summary>Makes room for what is being written.</summary>
    /// <param name="current">How much of it there is.</param>
    /// <param name="mayWait">Nothing is lost by waiting until files have arrived; else the oldest are given up.</param>
    /// <param name="isStopped">Whether the user wants no more of it.</param>
    /// <returns>False where there is none: what is being written is too much alone.</returns>
    public bool Fit(long current, bool mayWait, Func<bool> isStopped)
    {
        while (true)
        {
            lock (_lock)
            {
                if (Waiting + current <= _limit)
                    return true;
                if (_waiting.Find(f => !f.IsNote) is null)
                    return false;
                if (!mayWait)
                {
                    // What is on its way just now is the next to be gone anyway, unless nothing goes.
                    GiveUp(_waiting.Find(f => !f.IsNote && (f != _sent || _problem is not null)) ?? _waiting.Find(f => !f.IsNote)!);
                    continue;
                }
                _moved.Reset();
            }
            if (isStopped() || WaitHandle.WaitAny([_moved, _stop.Token.WaitHandle], 100) == 1)
                return true;
        }
    }

    /// <summary>A file is still to arrive.</summary>
    public bool IsWaiting(string path)
    {
        lock (_lock)
            return _waiting.Exists(f => f.Path == path);
    }

    /// <summary>A file that somebody kept is gone: it can't arrive.</summary>
    public void GiveUp(string path)
    {
        lock (_lock)
            if (_waiting.Find(f => f.Path == path) is { } file)
                GiveUp(file);
    }

    /// <summary>Nothing more comes: waits until all has arrived, as long as there is hope.</summary>
    /// <param name="most">And no longer than this.</param>
    /// <param name="isStopped">Whether the user wants to wait no longer.</param>
    /// <returns>One line about what has not arrived; null when nothing waits and nothing was given up.</returns>
    public string? Finish(TimeSpan most, Func<bool> isStopped)
    {
        var began = Stopwatch.GetTimestamp();
        while (!isStopped() && Stopwatch.GetElapsedTime(began) < most)
        {
            lock (_lock)
            {
                if (_waiting.Count == 0 || _problem is { } problem && (!problem.MayPass || Stopwatch.GetElapsedTime(began) > s_patience))
                    break;
                _moved.Reset();
            }
            _moved.WaitOne(100);
        }
        var state = State;
        var waits = state.Waiting == 0 ? null
            : $"{Many(state.Waiting, "file")} of {Bytes(state.WaitingBytes)} {(state.Waiting == 1 ? "waits" : "wait")} in {_root}{(state.Problem is null ? "" : ": " + state.Problem)}; the next run that writes to the bucket brings {(state.Waiting == 1 ? "it" : "them")} there";
        var lost = state.GivenUp == 0 ? null
            : $"{Many(state.GivenUp, "file")} of {Bytes(state.GivenUpBytes)} with {Many(state.GivenUpEvents, "event")} {(state.GivenUp == 1 ? "was" : "were")} given up: the bucket could not be reached for longer than there was room on disk";
        return waits is null ? lost : lost is null ? waits : $"{lost}; {waits}";
    }

    public void Dispose()
    {
        _stop.Cancel();
        _more.Set();
        _thread.Join();
        foreach (var folder in _left)
            folder.Dispose();
        _folder.Dispose();
        _more.Dispose();
        _moved.Dispose();
        _stop.Dispose();
    }

    long Waiting => _waiting.Sum(f => f.IsNote ? 0 : f.Length);

    void Run()
    {
        var tries = 0;
        while (!_stop.IsCancellationRequested)
        {
            OutboxFile? next;
            GivenUp? noted;
            lock (_lock)
            {
                next = _sent = _waiting.FirstOrDefault();
                noted = next == _note ? _noted : null;
            }
            if (next is null)
            {
                _more.WaitOne();
                continue;
            }
            try
            {
                if (noted is not null)
                    Retrying.Run(1, () => _client.Put(next.To, BucketContent.Of(JsonSerializer.SerializeToUtf8Bytes(noted, OutboxJson.Default.GivenUp)), [], _stop.Token), () => { }, _stop.Token);
                else
                    _upload.Put(next.Path, next.To, _stop.Token);
                Arrived(next, noted);
                tries = 0;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (!_stop.IsCancellationRequested && Failed(next, e))
                    _stop.Token.WaitHandle.WaitOne(Retrying.Wait(++tries));
            }
        }
    }

    /// <param name="noted">What was told, of the note.</param>
    void Arrived(OutboxFile file, GivenUp? noted)
    {
        BucketException? was;
        lock (_lock)
        {
            (was, _problem) = (_problem, null);
            if (!file.IsNote && !file.IsGivenUp)
                _arrived++;
            // More may have been given up meanwhile; then that is told too.
            if (noted == (file == _note ? _noted : null) && _waiting.Remove(file))
            {
                Remove(file);
                if (file == _note)
                    (_note, _noted) = (null, null);
            }
        }
        _moved.Set();
        if (was is not null)
            _tell($"{file.To} has arrived: files go to the bucket again");
    }

    /// <summary>False where there is nothing to be tried again.</summary>
    bool Failed(OutboxFile file, Exception e)
    {
        var isNew = false;
        lock (_lock)
        {
            if (file.IsGivenUp)
                return false;
            if (e is BucketException problem)
            {
                isNew = _problem?.Message != problem.Message;
                _problem = problem;
            }
            else
            {
                // What can't be read here never arrives.
                GiveUp(file);
                if (file.IsNote && _waiting.Remove(file))
                    Remove(file);
            }
        }
        _moved.Set();
        if (isNew)
            _tell($"{file.To} can't be written: {e.Message}; it waits in {_root} and is tried again");
        return true;
    }

    /// <summary>Notes that a file does not arrive, and then takes it away: who is killed in between has counted too much, not too little.</summary>
    void GiveUp(OutboxFile file)
    {
        if (file.IsNote)
            return;
        file.IsGivenUp = true;
        _givenUp++;
        _givenUpBytes += file.Length;
        _givenUpEvents += file.Events ?? 0;
        try
        {
            Note(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CaptureException)
        {
            // There is no room for that, or the key gets too long; it is said at the end.
        }
        _waiting.Remove(file);
        Remove(file);
    }

    void Note(OutboxFile file)
    {
        var to = file.To.ToString();
        _noted = _noted is { } before ? before with { Last = to, Files = before.Files + 1, Bytes = before.Bytes + file.Length, Events = before.Events + file.Events }
            : new GivenUp(to, to, 1, file.Length, file.Events);
        if (_note is null)
        {
            _note = _folder.Add(file.To.With(file.To.Key + OutboxFile.NoteEnding), _endpoint);
            _waiting.Insert(0, _note);
        }
        File.WriteAllBytes(_note.Path, JsonSerializer.SerializeToUtf8Bytes(_noted, OutboxJson.Default.GivenUp));
        _more.Set();
    }

    static void Remove(OutboxFile file)
    {
        try
        {
            file.Remove();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It arrives once more with the next run, the same bytes at the same place.
        }
    }

    static string Bytes(long bytes) => bytes < 1 << 20 ? Many(bytes, "byte") : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes / 1048576.0:N1} MiB");

    static string Many(long count, string what) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");
}
