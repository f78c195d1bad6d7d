using CSysdig.Model.Fields;
using CSysdig.Model.Parameters;
using CSysdig.Model.Text;

namespace CSysdig.Model.Formats;

/// <summary>Any field of the catalogue.</summary>
sealed class FieldToken(Field field, string name, int width) : FormatToken(name, width)
{
    /// <summary>sysdig 0.29.3 measures evt.deltatime from the event that this format has shown before, not from the capture's.</summary>
    readonly bool _isDelta = field.Definition.Name.StartsWith("evt.deltatime", StringComparison.Ordinal);
    readonly bool _isExecTime = field.Definition.Name is "thread.exectime" or "thread.totexectime";
    readonly bool _hasMark = CutMark.IsOn(name);
    static readonly Func<Event, bool> s_never = _ => false;
    ulong _shownBefore;

    const FieldReads OfThread = FieldReads.Thread | FieldReads.ThreadId, OfFd = FieldReads.Fd | FieldReads.FdType;
    /// <summary>What moves on with the state, or lies in bytes that only the field itself knows.</summary>
    const FieldReads Passing = FieldReads.MainThread | FieldReads.Parent | FieldReads.Container | FieldReads.Event | FieldReads.Order;

    public override TextKeeping Keeps { get; } = (field.Reads & ~OfThread) == 0 ? TextKeeping.Thread
        : (field.Reads & ~OfFd) == 0 ? TextKeeping.Fd
        : TextKeeping.None;

    public override Func<Event, bool>? MayWait { get; } = field switch
    {
        ArgumentField => ArgsToken.AreOwn,
        { Definition.IsClock: true } => null,
        _ when (field.Reads & Passing) != 0 => s_never,
        _ => (field.Reads & FieldReads.Fd) != 0 ? KeptText.HasFd : null,
    };

    public override bool IsLong { get; } = field is ArgumentField;

    public override bool NeedsFd { get; } = field is FdNameField;

    public override bool Write(Utf8Writer to, Event e)
    {
        if (_isDelta && e.State.Compat)
        {
            e.PreviousTimestamp = _shownBefore == 0 ? e.Timestamp : _shownBefore;
            _shownBefore = e.Timestamp;
        }
        if (!FieldText.Write(to, field, e))
            return false;
        if (_hasMark && IsCut(e))
            CutMark.Write(to);
        return true;
    }

    public override bool WriteJson(Utf8Writer to, Event e)
    {
        // The tools ask twice, and see the second answer: no time has passed since the first.
        if (!e.State.Compat)
            return _hasMark && IsCut(e) ? WriteQuoted(to, e) : JsonText.Write(to, field, e);
        if (_isDelta)
            e.PreviousTimestamp = e.Timestamp;
        else if (_isExecTime)
        {
            var first = new FieldValue();
            field.TryGet(e, ref first);
        }
        return JsonText.Write(to, field, e);
    }

    static bool IsCut(Event e) => !e.State.Compat && e.Thread is { } thread && CutMark.IsCut(thread);
}
