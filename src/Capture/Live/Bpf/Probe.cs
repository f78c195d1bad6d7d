using System.Runtime.InteropServices;
using CSysdig.Capture.Live.Encoders;
using CSysdig.Capture.Scap;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace CSysdig.Capture.Live.Bpf;

/// <summary>The probe in the kernel: loaded, told what to take, and gone when this is disposed of or the process ends, whatever ends it.</summary>
sealed unsafe partial class Probe : IDisposable
{
    static readonly string[] s_always = ["on_exec", "on_fork", "on_end", "on_signal", "on_exit"];
    static readonly string[] s_switch = ["on_switch"];
    /// <summary>To see calls begin costs as much again as to see them end; nobody pays it who does not ask for it.</summary>
    static readonly string[] s_enter = ["on_enter"];
    static readonly string[] s_faults = ["on_user_fault", "on_kernel_fault"];

    const int RingBuffer = 27, StatsOfRunTime = 0;

    readonly nint _object;
    readonly List<nint> _links = [];
    readonly List<int> _programs = [];
    readonly ProbeMemory* _memory = (ProbeMemory*)-1;
    readonly CallTable _calls;
    readonly long _loaded = Environment.TickCount64;
    int _stats = -1;
    long _countedMs, _countsSince;
    (uint, uint) _snapLengths;

    /// <exception cref="CaptureException">The kernel does not let it in.</exception>
    public Probe(LiveOptions options, CallTable calls)
    {
        _calls = calls;
        var resource = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "probe.arm64.o" : "probe.x86.o";
        // The library would say to standard error what is said better here.
        LibBpf.SetPrint(Environment.GetEnvironmentVariable("CSYSDIG_BPF_LOG") is null ? null : &Print);
        using var stream = (UnmanagedMemoryStream)typeof(Probe).Assembly.GetManifestResourceStream(resource)!;
        _object = LibBpf.OpenMemory(stream.PositionPointer, (nuint)stream.Length, null);
        if (_object == 0)
            throw new CaptureException($"the probe can't be opened ({Reason(Marshal.GetLastSystemError())})");
        try
        {
            Cpus = Processors.Possible();
            // A switch changes nothing that is known, so that it is left out where nobody filters for it.
            string[] programs = [.. options.Pairs ? s_enter : [], .. s_always, .. options.OnlyTypes?.Contains("switch") == false ? [] : s_switch,
                .. options.PageFaults ? s_faults : []];
            foreach (var name in s_enter.Concat(s_faults).Concat(s_switch).Except(programs))
                LibBpf.SetAutoload(LibBpf.FindProgram(_object, name), false);
            LibBpf.SetMaxEntries(LibBpf.FindMap(_object, "rings"), (uint)Cpus);
            LibBpf.SetMaxEntries(LibBpf.FindMap(_object, "scratches"), (uint)Cpus);
            if (LibBpf.Load(_object) is var error and < 0)
                throw new CaptureException(Rights.Explain(-error));
            _memory = (ProbeMemory*)mmap(null, MemoryLength, PROT_READ | PROT_WRITE, MAP_SHARED, LibBpf.MapFd(LibBpf.FindMap(_object, ".bss")), 0);
            if (_memory == (void*)-1)
                throw new CaptureException("the probe's memory can't be reached");
            Rings = MakeRings(options.BufferBytes);
            Configure(options, calls);
            foreach (var name in programs)
                Attach(name);
            _memory->Settings.IsRunning = 1;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    static size_t MemoryLength => (size_t)(ulong)sizeof(ProbeMemory);

    public int Cpus { get; }

    /// <summary>The rings' file descriptors by processor.</summary>
    public int[] Rings { get; } = [];

    /// <summary>Takes less, or all again, while it runs.</summary>
    /// <param name="withPayload">What was read and written.</param>
    /// <param name="withTransfers">Calls that do nothing but read and write.</param>
    public void Restrict(bool withPayload, bool withTransfers)
    {
        ref var settings = ref _memory->Settings;
        (settings.SnapLength, settings.SpecialSnapLength) = withPayload ? _snapLengths : (0, 0);
        for (var call = 0; call < ProbeMemory.RowCount; call++)
            if (_calls.IsTransfer(call))
                _memory->Rows[call * ProbeMemory.RowSize] = (byte)(withTransfers ? _memory->Rows[call * ProbeMemory.RowSize] | 1 : _memory->Rows[call * ProbeMemory.RowSize] & ~1);
    }

    /// <summary>Where it is told what the filter turns down.</summary>
    public LiveMarks Marks(ulong bootTime) => new(_memory, bootTime);

    /// <summary>Nothing more is told; what waits in the rings stays there.</summary>
    public void Stop() => _memory->Settings.IsRunning = 0;

    /// <summary>What a processor has told and what was lost on it.</summary>
    public ProbeCounters Counters(int cpu) => _memory->CountersOf(cpu);

    /// <summary>How long the kernel has spent in the probe, reckoned from the stretches in which it was asked to count; zero before the first.</summary>
    public TimeSpan RunTime
    {
        get
        {
            ulong time = 0;
            foreach (var program in _programs)
            {
                var info = new ProgramInfo();
                var length = (uint)sizeof(ProgramInfo);
                if (LibBpf.InfoByFd(program, &info, ref length) == 0)
                    time += info.RunTimeNs;
            }
            var counted = _countedMs + (_stats >= 0 ? Environment.TickCount64 - _countsSince : 0);
            return counted <= 0 ? TimeSpan.Zero : TimeSpan.FromMicroseconds(time / 1000.0) * ((Environment.TickCount64 - _loaded) / (double)counted);
        }
    }

    /// <summary>Lets the kernel measure its programs, or no longer: it costs a little itself, so it is done now and then.</summary>
    public void CountTime(bool counts)
    {
        if (counts == _stats >= 0)
            return;
        if (counts)
        {
            _stats = LibBpf.EnableStats(StatsOfRunTime);
            _countsSince = Environment.TickCount64;
            return;
        }
        close(_stats);
        _stats = -1;
        _countedMs += Environment.TickCount64 - _countsSince;
    }

    public void Dispose()
    {
        foreach (var link in _links)
            LibBpf.Destroy(link);
        _links.Clear();
        foreach (var ring in Rings)
            if (ring >= 0)
                close(ring);
        if (_stats >= 0)
            close(_stats);
        if (_memory != (void*)-1)
            munmap(_memory, MemoryLength);
        LibBpf.Close(_object);
    }

    int[] MakeRings(int bytes)
    {
        var rings = new int[Cpus];
        Array.Fill(rings, -1);
        var outer = LibBpf.MapFd(LibBpf.FindMap(_object, "rings"));
        for (uint cpu = 0; cpu < Cpus; cpu++)
        {
            fixed (byte* name = "csysdig_ring"u8)
                rings[cpu] = LibBpf.CreateMap(RingBuffer, name, 0, 0, Ring(bytes), null);
            var fd = rings[cpu];
            if (fd < 0 || LibBpf.UpdateElement(outer, &cpu, &fd, 0) < 0)
                throw new CaptureException($"a buffer of {bytes >> 20} MiB for each of {Cpus} processors can't be had ({Reason(Marshal.GetLastSystemError())}); give --buffer a smaller size");
        }
        return rings;
    }

    static uint Ring(int bytes) => System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(bytes, Environment.SystemPageSize));

    void Configure(LiveOptions options, CallTable calls)
    {
        const int most = 0x7FF0;
        ref var settings = ref _memory->Settings;
        settings.OwnPid = options.OwnEvents ? 0 : (uint)Processors.OwnPid();
        settings.OnlyPid = (uint)options.OnlyPid;
        settings.OnlyTid = (uint)options.OnlyTid;
        settings.OnlyFailed = options.OnlyFailed ? 1u : 0;
        settings.SnapLength = (uint)Math.Min(options.SnapLength, most);
        settings.SpecialSnapLength = options.SnapLength == 0 ? 0 : (uint)Math.Min(Math.Max(options.SpecialSnapLength, options.SnapLength), most);
        _snapLengths = (settings.SnapLength, settings.SpecialSnapLength);
        settings.PortFrom = (ushort)options.SpecialPorts.From;
        settings.PortTo = (ushort)options.SpecialPorts.To;
        settings.HasMarks = options.Marks ? 1u : 0;
        settings.Enters = options.Pairs ? 1u : 0;
        calls.FillRows(new Span<byte>(_memory->Rows, ProbeMemory.RowsLength), options);
    }

    void Attach(string name)
    {
        var program = LibBpf.FindProgram(_object, name);
        var link = program == 0 ? 0 : LibBpf.Attach(program);
        if (link == 0)
            throw new CaptureException($"the probe can't be attached: {name}, {Reason(Marshal.GetLastSystemError())}");
        _links.Add(link);
        _programs.Add(LibBpf.ProgramFd(program));
    }

    [UnmanagedCallersOnly]
    static int Print(int level, byte* format, void* arguments)
    {
        var text = stackalloc byte[4096];
        var length = vsnprintf(text, 4096, format, arguments);
        using var error = new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(2, ownsHandle: false), FileAccess.Write, 0);
        error.Write(new ReadOnlySpan<byte>(text, Math.Clamp(length, 0, 4095)));
        return 0;
    }

    [LibraryImport("libc")]
    private static partial int vsnprintf(byte* to, nuint size, byte* format, void* arguments);

    static string Reason(int error) => Marshal.GetPInvokeErrorMessage(error);
}
