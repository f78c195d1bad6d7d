using CSysdig.Model.Text;

namespace CSysdig.Model.Fields.Transforms;

/// <summary>Several texts: a list in brackets, the arguments of a process. Numbers are what they are printed as.</summary>
abstract class TextsField(string name) : Field(LiteralField.Define(name, FieldFlags.IsList))
{
    public override bool HasMany => true;

    /// <summary>The first text; filters ask for all of them.</summary>
    public override bool TryGet(Event e, ref FieldValue value) => false;

    protected void Set(ref FieldValue value, ReadOnlySpan<byte> text)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        value.Bytes = text;
    }
}

/// <summary>A list in brackets; it is empty where one of its fields has no value.</summary>
sealed class ListField(Field[] items) : TextsField("a list")
{
    readonly Utf8Writer _scratch = new();

    public override FieldReads Reads { get; } = items.Aggregate(FieldReads.None, (reads, item) => reads | item.Reads);

    public bool IsEmpty => items.Length == 0;

    public override bool Any<TTest>(Event e, ref TTest test)
    {
        var value = new FieldValue();
        foreach (var item in items)
            if (!item.TryGet(e, ref value))
                return false;
        foreach (var item in items)
        {
            value = new FieldValue { Type = item.Definition.Type, Format = item.Definition.Format };
            if (!item.TryGet(e, ref value))
                return false;
            Set(ref value, AsText(value, e));
            if (test.Test(value))
                return true;
        }
        return false;
    }

    ReadOnlySpan<byte> AsText(FieldValue value, Event e)
    {
        if (ValueKinds.Of(value.Type) is ValueKind.Text or ValueKind.Bytes)
            return value.Bytes;
        _scratch.Clear();
        FieldText.Write(_scratch, value, e.Style, e.State.ExitOnly);
        return _scratch.Written;
    }
}

/// <summary>The arguments of the event's process, one by one.</summary>
sealed class ArgumentListField() : TextsField("proc.args")
{
    public override FieldReads Reads => FieldReads.Thread;

    public override bool Any<TTest>(Event e, ref TTest test)
    {
        if (e.Thread is not { } thread)
            return false;
        ReadOnlySpan<byte> rest = thread.Args;
        var value = new FieldValue();
        while (NulList.TryTake(ref rest, out var argument))
        {
            Set(ref value, argument);
            if (test.Test(value))
                return true;
        }
        return false;
    }
}

/// <summary><c>join()</c>: the texts of a list with another between them.</summary>
sealed class JoinField(Field separator, Field list) : Field(LiteralField.Define("join()"))
{
    public override FieldReads Reads => separator.Reads | list.Reads;

    readonly Utf8Writer _scratch = new(), _between = new();

    public override bool TryGet(Event e, ref FieldValue value)
    {
        if (!separator.TryGet(e, ref value))
            return false;
        _between.Clear();
        _between.Write(value.Bytes);
        _scratch.Clear();
        var joining = new Joining(_scratch, _between);
        list.Any(e, ref joining);
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        value.Bytes = _scratch.Written;
        return joining.Count > 0 || list is ListField { IsEmpty: true };
    }

    struct Joining(Utf8Writer to, Utf8Writer between) : IValueTest
    {
        public int Count;

        public bool Test(in FieldValue value)
        {
            if (Count++ > 0)
                to.Write(between.Written);
            to.Write(value.Bytes);
            return false;
        }
    }
}
