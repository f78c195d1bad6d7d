using System.Buffers.Binary;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Making;
using CSysdig.Model.Streaming;

namespace CSysdig.Model.Slices;

/// <summary>
/// Writes events of a capture to another one that carries the state they need: it begins with the tables of the moment of
/// its first event. A copy that leaves nothing out begins with the original's own tables. An event's bytes stay as they are.
/// Observes the stream that it writes from; the stream's filter says what is written.
/// </summary>
public sealed class SliceWriter : IStreamObserver
{
    readonly SliceOptions _options;
    readonly SectionStart _start;
    readonly PendingCalls _calls = new();
    readonly DescribingEvents _describing = new();
    readonly StateFollower? _follower;
    EventStream _stream = null!;
    Reminders? _reminders;
    ScapWriter? _output;
    ScapWriterEvents _events = null!;
    bool _begun, _shows;
    int _outputs;

    public SliceWriter(SliceOptions options)
    {
        _options = options;
        if (!options.Everything || options.Rotates || options.Selection is not null)
            _follower = new StateFollower(options.Following);
        _start = new SectionStart(stateIsKnown: _follower is not null);
    }

    /// <summary>Called before the first block is written when nothing has been started yet; it starts something.</summary>
    public Action? Starting { get; set; }

    /// <summary>How many of the stream's events, not counting hidden ones, have been written.</summary>
    public long Written { get; private set; }

    public ICaptureTables? Tables => _follower?.Tables;

    /// <summary>The stream that this observes is open.</summary>
    public void Attach(EventStream stream)
    {
        _stream = stream;
        _follower?.Attach(stream);
    }

    /// <summary>Writes to this from now on; what was written to before is the caller's to close.</summary>
    public void Start(ScapWriter output)
    {
        if (_begun)
            _start.LeaveOut();
        _output = output;
        _events = new ScapWriterEvents(output);
        _begun = false;
        _outputs++;
    }

    /// <summary>Writes the stream's current event.</summary>
    /// <exception cref="CaptureException">It can't be written.</exception>
    public void Write()
    {
        var block = _stream.Reader.CurrentBlock;
        var followed = Follow();
        Begin();
        var before = _reminders is null ? null : _follower!.Current.Thread;
        _reminders?.Before();
        if (_follower is not null)
            NoteWritten(block);
        if (!_shows)
            EndPreamble();
        Copy(block);
        Written++;
        if (!followed)
            return;
        _follower!.Leave();
        _reminders?.After(before);
    }

    /// <summary>To be called at the end: an output without any event gets the tables nevertheless, and so is a capture.</summary>
    public void Finish()
    {
        if (_output is null || Written == 0)
            Begin();
    }

    /// <summary>An event that is not shown: left out, or kept for its effect on state.</summary>
    public void OnPassedOver()
    {
        var raw = _stream.Reader.Current;
        var block = _stream.Reader.CurrentBlock;
        var followed = Follow();
        var kept = _options.KeepStateEvents && _stream.ModifiesState && (_options.Selection?.HasThread(raw.Tid) ?? true);
        if (_options.Everything)
        {
            Begin();
            Copy(block);
        }
        else if (kept)
        {
            Begin();
            _events.Hidden(block);
        }
        else if (raw.Code is EventCode.ProcexitE or EventCode.Procexit_1E && _reminders?.Ends(raw.Tid) == true)
            _events.Hidden(block);
        else if (_begun && DescribingEvents.IsOne(raw.Code) && (_options.Selection?.HasContainer(DescribingEvents.ContainerOf(raw)) ?? true))
            _events.Hidden(block);
        else
            _start.LeaveOut();
        if (_follower is not null)
            NotePassedOver(block, kept || _options.Everything);
        if (followed)
            _follower!.Leave();
    }

    public void OnBlock(BlockType type, ReadOnlySpan<byte> block)
    {
        if (type == BlockType.SectionHeader)
        {
            _start.Reset();
            _describing.Clear();
            _begun = false;
            _reminders = null;
        }
        if (_options.Following.WithoutAccounts && type is BlockType.UserList or BlockType.UserListInt or BlockType.UserListV2)
            return;
        if (!_begun)
            _start.Add(type, block);
        else if (_options.Everything)
            _output!.Write(block);
        if (_follower is not null)
            _describing.Add(type, block);
    }

    public void OnPreamble(ScapReader reader)
    {
        _follower?.TakePreamble(reader);
        if (_follower is not null)
            _describing.Add(reader.Current, reader.CurrentBlock);
        _start.Add((BlockType)BinaryPrimitives.ReadUInt32LittleEndian(reader.CurrentBlock), reader.CurrentBlock);
    }

    /// <summary>The state is of no use any more once the tables are written, unless there will be other tables.</summary>
    bool Follow()
    {
        if (_follower is null || _begun && !_options.Rotates && _reminders is null)
            return false;
        _follower.Enter();
        return true;
    }

    /// <summary>
    /// Readers take what describes containers and accounts right behind the tables for what was there before and show it to
    /// nobody: where the first event to be shown is such a one, another one has to stand between.
    /// </summary>
    void EndPreamble()
    {
        _shows = true;
        var raw = _stream.Reader.Current;
        if (DescribingEvents.IsOne(raw.Code))
            _events.Made(EventCode.ScapeventE, raw.Timestamp, raw.Tid, MadeEvents.Bytes(0u), MadeEvents.Bytes(0ul));
    }

    void Copy(ReadOnlySpan<byte> block)
    {
        if (_options.SnapLength is { } length)
            _events.Cut(_stream.Reader.Current, block, length);
        else
            _output!.Write(block);
    }

    void NotePassedOver(ReadOnlySpan<byte> block, bool written)
    {
        var raw = _stream.Reader.Current;
        if (DescribingEvents.IsOne(raw.Code))
            _describing.Add(raw, block);
        if (PendingCalls.IsOutside(raw))
            return;
        if (raw.IsEnter)
            _calls.Enter(raw, block, keep: true, written ? _outputs : -1);
        else
            _calls.Exit(raw);
    }

    /// <summary>
    /// Before the exit of a call goes its enter event, hidden, where that has not been written: it says what the exit is about.
    /// </summary>
    void NoteWritten(ReadOnlySpan<byte> block)
    {
        var raw = _stream.Reader.Current;
        if (DescribingEvents.IsOne(raw.Code))
            _describing.Add(raw, block);
        if (PendingCalls.IsOutside(raw))
            return;
        if (raw.IsEnter)
            _calls.Enter(raw, block, keep: _options.Rotates, _outputs);
        else if (_calls.Exit(raw) is { } call && call.Output != _outputs && call.Block.Length > 0)
            _events.Hidden(call.Block);
    }

    /// <summary>Writes the tables when the next thing is the first of its output.</summary>
    void Begin()
    {
        if (_begun)
            return;
        if (_output is null)
            Starting!();
        (_begun, _shows) = (true, false);
        var tables = new ScapWriterTables(_output!, AppendedToProcesses());
        _reminders = _options.Everything || _options.KeepStateEvents ? null : new Reminders(_events, _follower!, _calls, _outputs);
        if (_start.IsWhole && _options.Selection is null)
            WriteOriginal(tables);
        else
            WriteState(tables);
        if (!_options.EndsTables)
            return;
        _events.TablesEnd(_stream.Reader.Current.Timestamp);
        _shows = true;
    }

    void WriteOriginal(ScapWriterTables tables)
    {
        foreach (var block in _start.All)
        {
            _output!.Write(block);
            if (ReferenceEquals(block, _start.All[0]) && _follower is not null && !_start.HasOrigin)
                tables.Origin((uint)_stream.State.Generation);
        }
    }

    void WriteState(ScapWriterTables tables)
    {
        var state = _follower!.State;
        foreach (var block in _start.Lasting)
            _output!.Write(block);
        if (_start.Lasting.Count == 0)
        {
            tables.Section();
            tables.Machine(state.Machine);
            tables.Interfaces(state.Interfaces.Newest!);
        }
        tables.Origin((uint)_stream.State.Generation);
        var slice = new SliceTables(state, SliceTables.Newest, _follower.Current.Raw.Timestamp, _options.Selection);
        slice.Write(tables);
        foreach (var (container, block) in _describing.All)
            if (_options.Selection?.HasContainer(container) ?? true)
                _events.Hidden(block);
        slice.WriteSockets(_events);
    }

    // A capture without a list (it was damaged, or older) shows events about accounts, which lists of before libs 0.12 hide.
    int AppendedToProcesses() =>
        _start.Appended ?? (_stream.State.ExitOnly ? ScapWriterTables.AppendedToday : ScapWriterTables.AppendedBefore014);
}
