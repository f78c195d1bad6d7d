using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>
/// A printed field whose argument is newer than sysdig 0.29.3. Of a capture with enter events that version prints the
/// field without it, then the argument's own text: <c>%proc.env[HOME]</c> is the environment followed by <c>[HOME]</c>.
/// </summary>
sealed class PrintedArgument(FieldDefinition definition, string argument, string written) : Field(definition)
{
    readonly Field _newer = definition.Bind(definition, argument);
    readonly Field _older = definition.Bind(definition, null);
    readonly Utf8Writer _scratch = new();

    /// <summary>The field had no argument in sysdig 0.29.3.</summary>
    public static bool IsNewer(FieldDefinition definition) => definition.Name is "proc.args" or "proc.env";

    public override bool TryGet(Event e, ref FieldValue value)
    {
        if (e.State.ExitOnly)
            return _newer.TryGet(e, ref value);
        if (!_older.TryGet(e, ref value))
            return false;
        _scratch.Clear();
        _scratch.Write(value.Bytes);
        _scratch.Write(written);
        value.Bytes = _scratch.Written;
        return true;
    }
}
