using System.Text;
using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>proc.args, and proc.args[n] for one argument; an argument that there is not is an empty text.</summary>
sealed class ArgumentsField(FieldDefinition definition, int index) : Field(definition)
{
    readonly Utf8Writer _scratch = new();

    public override FieldReads Reads => FieldReads.Thread;

    public static Field Bind(FieldDefinition definition, string? argument) => argument is null ? new ArgumentsField(definition, -1)
        : int.TryParse(argument, out var index) && index >= 0 ? new ArgumentsField(definition, index)
        : throw new FieldException($"proc.args[{argument}] needs the number of an argument, from 0");

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        if (e.Thread is not { } thread)
            return false;
        if (index >= 0)
        {
            value.Bytes = At(thread.Args, index);
            return true;
        }
        _scratch.Clear();
        NulList.Join(_scratch, thread.Args);
        value.Bytes = _scratch.Written;
        return true;
    }

    static ReadOnlySpan<byte> At(ReadOnlySpan<byte> list, int index)
    {
        for (; NulList.TryTake(ref list, out var text); index--)
            if (index == 0)
                return text;
        return default;
    }
}

/// <summary>proc.env, and proc.env[NAME] for one variable; a variable that there is not is an empty text.</summary>
sealed class EnvironmentField(FieldDefinition definition, byte[]? name) : Field(definition)
{
    readonly Utf8Writer _scratch = new();

    public override FieldReads Reads => FieldReads.MainThread;

    public static Field Bind(FieldDefinition definition, string? argument) =>
        new EnvironmentField(definition, string.IsNullOrEmpty(argument) ? null : Encoding.UTF8.GetBytes(argument));

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        if (e.MainThread is not { } main)
            return false;
        _scratch.Clear();
        if (name is not null)
            value.Bytes = Variable(main.Env, name);
        else
        {
            NulList.Join(_scratch, main.Env);
            value.Bytes = _scratch.Written;
        }
        return true;
    }

    /// <summary>A variable's value without the spaces around it; empty when it isn't set.</summary>
    public static ReadOnlySpan<byte> Variable(ReadOnlySpan<byte> environment, ReadOnlySpan<byte> name)
    {
        while (NulList.TryTake(ref environment, out var text))
            if (text.Length > name.Length + 1 && text[name.Length] == '=' && text.StartsWith(name))
                return text[(name.Length + 1)..].Trim((byte)' ');
        return default;
    }
}
