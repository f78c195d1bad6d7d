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

    public override TextKeeping Keeps { get; } = field.Scope switch
    {
        FieldScope.Thread or FieldScope.ThreadId => TextKeeping.Thread,
        FieldScope.Fd or FieldScope.FdType => TextKeeping.Fd,
        _ => TextKeeping.None,
    };

    public override Func<Event, bool>? MayWait { get; } = field switch
    {
        ArgumentField => ArgsToken.AreOwn,
        { Scope: FieldScope.Thread or FieldScope.ThreadId or FieldScope.FdType or FieldScope.Code or FieldScope.Kind or FieldScope.Class } => null,
        { Scope: FieldScope.Fd } => KeptText.HasFd,
        { Measure: not Measure.None } or { Definition.IsClock: true } => null,
        _ => s_never,
    };

    public override bool IsLong { get; } = field is ArgumentField;

    public override bool NeedsFd { get; } = field is FdNameField;

    public override bool Write(Utf8Writer to, Event e)
    {
        if (_isDelta && e.State.Compat)
        {
            e.PreviousTimestamp = _shownBefore == 0 ? e.Raw.Timestamp : _shownBefore;
            _shownBefore = e.Raw.Timestamp;
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
            e.PreviousTimestamp = e.Raw.Timestamp;
        else if (_isExecTime)
        {
            var first = new FieldValue();
            field.TryGet(e, ref first);
        }
        return JsonText.Write(to, field, e);
    }

    static bool IsCut(Event e) => !e.State.Compat && e.Thread is { } thread && CutMark.IsCut(thread);
}
