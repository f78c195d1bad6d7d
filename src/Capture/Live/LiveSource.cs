using CSysdig.Capture.Events;
using CSysdig.Capture.Live.Bpf;
using CSysdig.Capture.Live.Encoders;
using CSysdig.Capture.Live.Engines;
using CSysdig.Capture.Live.Rings;
using CSysdig.Capture.Live.Usage;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Live;

/// <summary>This machine as a source of events. A thread of its own drains the rings and hands over batches, as that of a capture does.</summary>
public sealed class LiveSource : IEventSource
{
    const int LargestRecord = 80 + 0x10000;
    /// <summary>So many mebibytes of events wait at most for who takes them; then the rings fill, and then events are lost.</summary>
    const int MostWaiting = 64;
    /// <summary>A batch is handed over when it is this old, be it ever so small.</summary>
    const long OldestMs = 20;

    /// <summary>What the probe costs the kernel is measured a tenth of the time, because measuring costs too.</summary>
    const long CountEveryMs = 2000, CountForMs = 200;

    /// <summary>The events that follow the first one of a new container wait so long for its name, seldom enough that no ring fills.</summary>
    static readonly TimeSpan s_newName = TimeSpan.FromMilliseconds(100);
    const long NewNameEveryMs = 1000;

    /// <summary>After losses the machine is looked at anew, not more often than this and for a fifth of the time at most.</summary>
    const long LookEveryMs = 1000, LookShare = 4;

    readonly Probe _probe;
    readonly RingSet _rings;
    readonly LiveOptions _options;
    readonly ContainerWatch _containers;
    readonly UsageWatch? _usage;
    readonly Thrift? _thrift;
    readonly BatchQueue _queue = new(trickles: true, first: 1, MostWaiting);
    readonly RecordEncoder _encoder;
    readonly RecordReceiver _receiver;
    readonly Thread _thread;
    readonly ulong _bootTime;
    byte[] _buffer;
    BlockList _blocks;
    int _filled;
    long _offset, _since, _lostBefore;
    EventBatch? _tables;
    volatile bool _stopped, _hasTables;
    volatile LiveStatistics? _inAll;
    bool _failed, _isHurried;
    /// <summary>How long the last sleep was, in milliseconds.</summary>
    int _rest;
    long _awaitedContainers;
    /// <summary>The look that is under way, and those that the next batch is to bring.</summary>
    MachineLook? _look, _looked, _settled;
    volatile bool _wantsLook;
    long _nextLook;
    /// <summary>Events up to this time since boot have been taken.</summary>
    ulong _drainedTo = Processors.SinceBoot();

    LiveSource(Probe probe, RingSet rings, CallTable calls, LiveOptions options, ContainerWatch containers)
    {
        (_probe, _rings, _options, _containers) = (probe, rings, options, containers);
        _thrift = options.MaxCpu > 0 ? new Thrift(options.MaxCpu) : null;
        _bootTime = Processors.BootTime();
        Marks = probe.Marks(_bootTime);
        _encoder = new RecordEncoder(calls, _bootTime, containers);
        _receiver = TakeRecord;
        _usage = options.ProcessorTimes ? new UsageWatch(options.OwnEvents ? 0 : Processors.OwnPid()) : null;
        _buffer = _queue.Rent();
        _blocks = _queue.RentBlocks();
        _thread = new Thread(Run) { IsBackground = true, Name = "live capture" };
        _thread.Start();
    }

    /// <summary>Puts the probe into the kernel and reads what there is.</summary>
    /// <exception cref="CaptureException">This machine can't be watched, or not by this user; the message says what mends it.</exception>
    public static LiveSource Open(LiveOptions options)
    {
        Rights.Check();
        Probe? probe = null;
        RingSet? rings = null;
        ContainerWatch? containers = null;
        LiveSource? source = null;
        try
        {
            var start = Processors.BootTime() + Processors.SinceBoot();
            var calls = new CallTable();
            probe = new Probe(options, calls);
            rings = new RingSet(probe.Rings, options.BufferBytes);
            // Events come already while the table is read, and follow it: so nothing falls between, and the rings do not fill.
            containers = new ContainerWatch(options.CriSockets, options.CriTimeout);
            source = new LiveSource(probe, rings, calls, options, containers);
            source._tables = FirstBatch.Of(options, containers, start);
            source._hasTables = true;
            return source;
        }
        catch (DllNotFoundException)
        {
            throw new CaptureException("live capture needs libbpf 1.0 or later (apt-get install libbpf1), or the native binary, which has it in it");
        }
        catch
        {
            if (source is not null)
                source.Dispose();
            else
            {
                containers?.Dispose();
                rings?.Dispose();
                probe?.Dispose();
            }
            throw;
        }
    }

    public string Name => "this machine";

    public long BytesRead => 0;

    public long BytesTotal => -1;

    public bool IsPlainFile => false;

    public CaptureEnd? End => _queue.End;

    /// <summary>Where the probe is told whom the filter turns down, by who takes the events.</summary>
    public LiveMarks Marks { get; }

    /// <summary>The machine's load over the last minute, or null.</summary>
    public static double? Load => Machine.Load();

    /// <summary>How many events were lost so far.</summary>
    public long Lost
    {
        get
        {
            if (_inAll is { } all)
                return all.Lost;
            var lost = 0L;
            for (var cpu = 0; cpu < _probe.Cpus; cpu++)
                lost += (long)_probe.Counters(cpu).Lost;
            return lost;
        }
    }

    /// <summary>What is not taken at the moment, so that watching does not cost too much; empty when nothing is given up.</summary>
    public string GivenUp => Thrift.Text(_thrift?.Level ?? 0);

    /// <summary>So far; after the end, in all.</summary>
    public LiveStatistics Statistics => _inAll ?? Count();

    LiveStatistics Count()
    {
        long taken = 0, large = 0, unread = 0;
        var full = new long[_probe.Cpus];
        for (var cpu = 0; cpu < full.Length; cpu++)
        {
            var counters = _probe.Counters(cpu);
            taken += (long)counters.Taken;
            large += (long)counters.Large;
            unread += (long)counters.Unread;
            full[cpu] = (long)counters.Full;
        }
        return new LiveStatistics(taken, full, large, unread, _probe.RunTime);
    }

    public bool Await(TimeSpan limit) => _tables is not null || _queue.Await(limit);

    /// <remarks>Who takes events is hurried, as who drains the rings: on a busy machine both would come too late.</remarks>
    public EventBatch? Take()
    {
        if (!_isHurried)
        {
            ThreadTurns.Hurry();
            _isHurried = true;
        }
        if (_tables is not { } tables)
            return _queue.Take();
        _tables = null;
        return tables;
    }

    public void Release(EventBatch batch) => _queue.Release(batch);

    /// <summary>Ends it: what was told so far is still given, then the end comes. May be called from any thread, and again.</summary>
    public void Stop() => _stopped = true;

    public void Dispose()
    {
        _stopped = true;
        _queue.Stop();
        if (_inAll is not null)
            return;
        _thread.Join();
        _inAll = Count();
        _usage?.Dispose();
        _containers.Dispose();
        _rings.Dispose();
        _probe.Dispose();
    }

    void Run()
    {
        try
        {
            Pump();
        }
        finally
        {
            _queue.Finish(new CaptureEnd(_offset, default, _failed ? "reading failed" : null));
        }
    }

    void Pump()
    {
        _failed = true;
        ThreadTurns.Hurry();
        var until = _options.Duration > TimeSpan.Zero ? Environment.TickCount64 + (long)_options.Duration.TotalMilliseconds : long.MaxValue;
        while (!_stopped && Environment.TickCount64 < until)
        {
            TellContainers(_bootTime + _drainedTo);
            var drainedTo = Processors.SinceBoot() - RingSet.Window;
            if (_usage?.Ready <= drainedTo)
                TellUsage(_usage);
            _drainedTo = drainedTo;
            var waiting = _rings.Drain(_drainedTo, _receiver);
            TellLosses();
            Look();
            if (_thrift?.Look(_probe) == true)
                TellThrift(_thrift.Level);
            if (_options.CountsCost || _thrift is not null)
                _probe.CountTime(Environment.TickCount64 % CountEveryMs < CountForMs);
            if (_filled > 0 && Environment.TickCount64 - _since >= OldestMs)
                HandOver();
            Rest(waiting, until);
        }
        _probe.Stop();
        _rings.Drain(ulong.MaxValue, _receiver);
        TellLosses();
        HandOver();
        _failed = false;
    }

    /// <summary>The less there is and the longer that lasts, the longer: a calm machine is left in peace. A burst must not fill a ring meanwhile.</summary>
    void Rest(long waiting, long until)
    {
        const int short_ = 1, long_ = 5, longest = 20, perMillisecond = 1 << 19;
        const int much = 1 << 20, some = 1 << 14;
        _rest = waiting >= some ? short_ : Math.Clamp(_rest * 2, long_, Math.Clamp(_options.BufferBytes / perMillisecond, long_, longest));
        if (waiting < much && !_stopped)
            Thread.Sleep((int)Math.Clamp(until - Environment.TickCount64, 0, _rest));
    }

    bool TakeRecord(ReadOnlySpan<byte> record, int cpu)
    {
        if (record.Length > LargestRecord)
            return true;
        Reserve(RecordEncoder.RoomFor(record.Length));
        var at = _filled;
        Put(_encoder.Encode(record, cpu, _buffer.AsSpan(at)));
        if (_containers.IsAsking && _filled > at)
            AwaitName(EventWriter.TimeOf(_buffer.AsSpan(at)));
        return !_queue.IsStopped;
    }

    /// <summary>Where events were lost stands an event that says so, and one that says how many and why.</summary>
    void TellLosses()
    {
        if (Lost == _lostBefore)
            return;
        var statistics = Count();
        var text = $"{statistics.Lost - _lostBefore} events were lost here; in all {statistics.LossText}";
        _lostBefore = statistics.Lost;
        _wantsLook = MachineLook.IsPossible;
        Reserve(4096);
        var drop = new EventWriter(_buffer.AsSpan(_filled), EventCode.DropE, 0, _bootTime + Processors.SinceBoot(), 0);
        drop.U32(1);
        Put(drop.End());
        Note("lost"u8, text);
    }

    /// <summary>
    /// Who follows the events is to know again what there is. The look stands in the stream where it begins: what happens meanwhile follows it, as
    /// it follows the first table. Once that has come too, what the look did not find is not there any more.
    /// </summary>
    void Look()
    {
        var now = _bootTime + _drainedTo;
        if (_look is null)
        {
            if (!_wantsLook || !_hasTables || Environment.TickCount64 < _nextLook)
                return;
            HandOver();
            _wantsLook = false;
            _look = _looked = new MachineLook(now, _containers, () => _queue.Waiting < MostWaiting / 2, OnTaken);
        }
        else if (_look.IsDone && _drainedTo > _look.Ended)
        {
            HandOver();
            _nextLook = Environment.TickCount64 + Math.Max(LookEveryMs, (long)_look.Took.TotalMilliseconds * LookShare);
            _look.SettledAt = now;
            _settled = _look;
            _look = null;
        }
    }

    /// <summary>Called by who follows the events.</summary>
    void OnTaken(bool isKnown)
    {
        if (isKnown)
            Marks.Void();
        else
            _wantsLook = true;
    }

    /// <summary>What is missing from here on is told where it is missing.</summary>
    void TellThrift(int level) =>
        Note("max-cpu"u8, level == 0 ? "everything is taken again" : $"watching costs more than {_options.MaxCpu} % of a processor: given up is {Thrift.Text(level)}");

    void Note(ReadOnlySpan<byte> id, string text)
    {
        Reserve(4096 + text.Length * 3);
        var note = new EventWriter(_buffer.AsSpan(_filled), EventCode.NotificationE, 0, _bootTime + Processors.SinceBoot(), 0);
        note.Text(id);
        note.Text(System.Text.Encoding.UTF8.GetBytes(text));
        Put(note.End());
    }

    /// <summary>What the engines said meanwhile stands before the events that may be of those containers.</summary>
    void TellContainers(ulong time)
    {
        while (_hasTables && _containers.TryTake(out var json))
        {
            Reserve(4096 + json.Length);
            Put(FirstBatch.WriteContainer(_buffer.AsSpan(_filled), json, time));
            Marks.Void();
        }
    }

    /// <summary>What happened before the look stands before what it has found.</summary>
    void TellUsage(UsageWatch usage)
    {
        var time = Math.Max(usage.Ready!.Value, _drainedTo);
        _rings.Drain(time, _receiver);
        foreach (var change in usage.Told)
        {
            Reserve(UsageEncoder.Room);
            Put(UsageEncoder.Write(_buffer.AsSpan(_filled), change, _bootTime + time));
        }
        usage.Taken();
    }

    /// <summary>A container of which this was the first event has its name in those that follow.</summary>
    void AwaitName(ulong time)
    {
        if (!_hasTables || Environment.TickCount64 - _awaitedContainers < NewNameEveryMs)
            return;
        _containers.Await(s_newName);
        _awaitedContainers = Environment.TickCount64;
        TellContainers(time);
    }

    void Put(int length)
    {
        if (length == 0)
            return;
        if (_filled == 0)
            _since = Environment.TickCount64;
        _blocks.Add(_filled);
        _filled += length;
    }

    void Reserve(int room)
    {
        if (room > _buffer.Length - _filled)
            HandOver();
    }

    void HandOver()
    {
        if (_filled == 0)
            return;
        var batch = new EventBatch { Bytes = _buffer, Length = _filled, FileOffset = _offset, Blocks = _blocks, Look = _looked, Settled = _settled };
        _looked = _settled = null;
        _offset += _filled;
        _filled = 0;
        _buffer = _queue.Rent();
        _blocks = _queue.RentBlocks();
        _queue.Put(batch);
    }
}
