using System.Text;
using CSysdig.Capture.Events;
using CSysdig.Model.State;
using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>A text of one ancestor; without a level, of all of them, joined by spaces where newer tools print it.</summary>
sealed class AncestorTextField(FieldDefinition definition, int level, Func<ThreadInfo, byte[]> of) : Field(definition)
{
    readonly Utf8Writer _scratch = new();

    public override bool HasMany => level < 0;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        if (level < 0 && (e.State.ExitOnly || Definition.Name != "proc.aname"))
            return All(e, ref value);
        if (Ancestry.Of(e, level) is not { } ancestor)
            return false;
        value.Bytes = of(ancestor);
        return true;
    }

    bool All(Event e, ref FieldValue value)
    {
        if (e.MainThread is not { } main)
            return false;
        _scratch.Clear();
        var walk = new Ancestry(e, main);
        while (walk.MoveNext())
        {
            if (_scratch.Length > 0)
                _scratch.Write(' ');
            _scratch.Write(of(walk.Current));
        }
        value.Bytes = _scratch.Written;
        return _scratch.Length > 0;
    }

    public override bool Any<TTest>(Event e, ref TTest test)
    {
        if (level >= 0)
            return base.Any(e, ref test);
        if (e.MainThread is not { } main)
            return false;
        var value = new FieldValue { Type = ParamType.CharBuf };
        var walk = new Ancestry(e, main);
        while (walk.MoveNext())
        {
            value.Bytes = of(walk.Current);
            if (test.Test(value))
                return true;
        }
        return false;
    }
}

/// <summary>proc.apid: the id of one ancestor; without a level the process's own in print, any ancestor's in a filter.</summary>
sealed class AncestorIdField(FieldDefinition definition, int level) : Field(definition)
{
    public override bool HasMany => level < 0;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        if (Ancestry.Of(e, level) is not { } ancestor)
            return false;
        value.Number = ancestor.Pid;
        return true;
    }

    public override bool Any<TTest>(Event e, ref TTest test)
    {
        if (level >= 0)
            return base.Any(e, ref test);
        if (e.MainThread is not { } main)
            return false;
        var value = new FieldValue { Type = Definition.Type, Format = Definition.Format };
        var walk = new Ancestry(e, main);
        while (walk.MoveNext())
        {
            value.Number = walk.Current.Pid;
            if (test.Test(value))
                return true;
        }
        return false;
    }
}

/// <summary>proc.aargs: the arguments of one ancestor, or of all joined by spaces.</summary>
sealed class AncestorArgumentsField(FieldDefinition definition, int level) : Field(definition)
{
    readonly Utf8Writer _scratch = new();

    public override bool HasMany => level < 0;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        _scratch.Clear();
        if (level >= 0)
        {
            if (Ancestry.Of(e, level) is not { } ancestor)
                return false;
            NulList.Join(_scratch, ancestor.Args);
            value.Bytes = _scratch.Written;
            return true;
        }
        if (e.MainThread is not { } main)
            return false;
        var walk = new Ancestry(e, main);
        while (walk.MoveNext())
        {
            if (_scratch.Length > 0)
                _scratch.Write(' ');
            NulList.Join(_scratch, walk.Current.Args);
        }
        value.Bytes = _scratch.Written;
        return _scratch.Length > 0;
    }

    public override bool Any<TTest>(Event e, ref TTest test)
    {
        if (level >= 0)
            return base.Any(e, ref test);
        if (e.MainThread is not { } main)
            return false;
        var value = new FieldValue { Type = ParamType.CharBuf };
        var walk = new Ancestry(e, main);
        while (walk.MoveNext())
        {
            _scratch.Clear();
            NulList.Join(_scratch, walk.Current.Args);
            value.Bytes = _scratch.Written;
            if (test.Test(value))
                return true;
        }
        return false;
    }
}

/// <summary>proc.aenv: the environment of one ancestor by its level, or a variable of the nearest ancestor that has it.</summary>
sealed class AncestorEnvironmentField : Field
{
    const int Farthest = 20;

    readonly Utf8Writer _scratch = new();
    readonly byte[]? _name;
    readonly int _level;

    public AncestorEnvironmentField(FieldDefinition definition, string? argument) : base(definition)
    {
        if (argument is not null && !int.TryParse(argument, out _level))
            _name = Encoding.UTF8.GetBytes(argument);
    }

    public override bool HasMany => _level == 0 && _name is null;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        value.Bytes = default;
        if (e.MainThread is not { } process)
            return false;
        var parent = process;
        for (var up = 1; up <= (_name is null ? _level : Farthest); up++)
        {
            parent = e.State.Threads.Info(parent.Ptid, e.Number);
            if (parent is null)
                return _name is not null;
            if (_name is null)
                continue;
            value.Bytes = EnvironmentField.Variable(EnvironmentOf(e, parent), _name);
            if (!value.Bytes.IsEmpty)
                return true;
        }
        if (_name is not null)
            return true;
        _scratch.Clear();
        NulList.Join(_scratch, EnvironmentOf(e, parent));
        value.Bytes = _scratch.Written;
        return true;
    }

    public override bool Any<TTest>(Event e, ref TTest test)
    {
        if (!HasMany)
            return base.Any(e, ref test);
        if (e.MainThread is not { } main)
            return false;
        var value = new FieldValue { Type = ParamType.CharBuf };
        var walk = new Ancestry(e, main);
        while (walk.MoveNext())
        {
            _scratch.Clear();
            NulList.Join(_scratch, EnvironmentOf(e, walk.Current));
            value.Bytes = _scratch.Written;
            if (test.Test(value))
                return true;
        }
        return false;
    }

    static byte[] EnvironmentOf(Event e, ThreadInfo thread) =>
        (thread.IsMain ? thread : e.State.Threads.Info(thread.Pid, e.Number) ?? thread).Env;
}
