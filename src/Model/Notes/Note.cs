namespace CSysdig.Model.Notes;

/// <summary>What a note is about, so that it is found again when the capture is opened another time, or a part of it.</summary>
/// <param name="Field">The field whose value a row stands for (<c>proc.pid</c>, <c>fd.name</c>), or what else it is: <see cref="Event"/>, <see cref="Finding"/>, <see cref="Session"/>.</param>
/// <param name="Value">That value as screens show it; of an event its thread, of a finding its words, of a session its first process.</param>
/// <param name="Time">In nanoseconds since 1970: of an event when it happened, of a finding or session when it began, of a process or thread a moment at which it had its id; else 0.</param>
public readonly record struct NoteKey(string Field, string Value, ulong Time)
{
    public const string Process = "proc.pid", Thread = "thread.tid", Event = "event", Finding = "finding", Session = "session";

    /// <summary>It may be used again by another: the time tells which is meant.</summary>
    public bool IsId => Field is Process or Thread;
}

/// <summary>A user's words about a row. They are to be made harmless before they are shown: whoever handed over the capture may have written them.</summary>
public sealed record Note(NoteKey On, string Text);
