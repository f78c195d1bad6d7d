using CSysdig.Capture.Events;
using CSysdig.Model.Tracking;

namespace CSysdig.Model.Fields;

/// <summary>thread.exectime and thread.totexectime: the time between two switches on a processor.</summary>
sealed class ExecTimeField(FieldDefinition definition, bool total) : Field(definition)
{
    readonly AskedRunTime _asked = new();

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        value.Number = 0;
        if (e.State.Compat)
            return _asked.TryGet(e, total, ref value.Number);
        if (total && e.Thread is null)
            return false;
        if (!total && !IsSwitch(e.Code))
            return true;
        ref readonly var time = ref e.Thread is { } thread ? ref thread.Thread.RunTime : ref e.State.UnknownRunTime;
        value.Number = (long)(total ? time.At(e.Number) : time.TurnAt(e.Number));
        return true;
    }

    public static bool IsSwitch(EventCode code) => code is EventCode.Schedswitch_1E or EventCode.Schedswitch_6E;
}

/// <summary>The same of sysdig 0.29.3, which counts from the switch at which the field was asked before.</summary>
sealed class AskedRunTime
{
    readonly Dictionary<State.TrackedThread, long> _totals = [];
    ulong[] _lastSwitch = [];

    public bool TryGet(Event e, bool total, ref long time)
    {
        time = ExecTimeField.IsSwitch(e.Code) ? SinceSwitch(e) : 0;
        if (!total)
            return true;
        if (e.Thread is not { } thread)
            return false;
        _totals.TryGetValue(thread.Thread, out var before);
        time += before;
        _totals[thread.Thread] = time;
        return true;
    }

    long SinceSwitch(Event e)
    {
        var cpu = e.Raw.Cpu;
        if ((uint)cpu >= Processors.Most)
            return 0;
        if (cpu >= _lastSwitch.Length)
            Array.Resize(ref _lastSwitch, cpu + 1);
        var last = _lastSwitch[cpu];
        _lastSwitch[cpu] = e.Timestamp;
        return last == 0 ? 0 : (long)(e.Timestamp - last);
    }
}

/// <summary>thread.cpu: how much the processor times of a procinfo event grew since the one before, at most 100.</summary>
sealed class ThreadCpuField(FieldDefinition definition, bool user, bool system) : Field(definition)
{
    public override bool MayHave(EventInfo type) => type.Code == EventCode.ProcinfoE;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        if (e.Code != EventCode.ProcinfoE || e.Thread?.Thread.Times.At(e.Number) is not { } times)
            return false;
        var now = (user ? times.User : 0) + (system ? times.System : 0);
        var before = (user ? times.UserBefore : 0) + (system ? times.SystemBefore : 0);
        // sysdig 0.29.3 passes over what a thread used before it was told of, and an exec that gives a process's id to another of its threads makes it 100.
        var growth = e.State.Compat ? before == 0 ? 0 : now - before : now < before ? 0 : now - before;
        value.Number = BitConverter.DoubleToInt64Bits(Math.Min(100, (double)growth));
        return true;
    }
}
