using MessagePack;

namespace CSysdig.Model.History.Pages;

/// <summary>What <see cref="StateReader"/> reads first: how many there are of everything, and what threads and versions refer to.</summary>
sealed class StateHead
{
    public StateNames Names { get; } = new();
    /// <summary>Each thread's id, the number of the one whose fds it sees, and where its facts lie.</summary>
    public (long Tid, int FdOwner, int Place)[] Threads { get; }
    /// <summary>Who had an id from which event on: the number of a thread, or -1.</summary>
    public (long Tid, long Since, int Thread)[] Lines { get; }
    public int ThreadVersions { get; }
    public int FdVersions { get; }

    public StateHead(ref MessagePackReader from, int factPages)
    {
        for (var left = MachineReader.Count(ref from); left > 0; left--)
            Names.Containers.Of(MachineReader.Container(ref from));
        for (var left = MachineReader.Count(ref from); left > 0; left--)
            Names.Users.Of(MachineReader.User(ref from));
        for (var left = MachineReader.Count(ref from); left > 0; left--)
            Names.Groups.Of(MachineReader.Group(ref from));
        Threads = new (long, int, int)[MachineReader.Count(ref from)];
        for (var i = 0; i < Threads.Length; i++)
            Threads[i] = (from.ReadInt64(), Number(ref from, Threads.Length), Number(ref from, factPages * StatePages.FactPage));
        Lines = new (long, long, int)[MachineReader.Count(ref from)];
        for (var i = 0; i < Lines.Length; i++)
            Lines[i] = (from.ReadInt64(), from.ReadInt64(), Number(ref from, Threads.Length, least: -1));
        (ThreadVersions, FdVersions) = (from.ReadInt32(), from.ReadInt32());
    }

    public static int Number(ref MessagePackReader from, int below, int least = 0) =>
        from.ReadInt32() is var number && number >= least && number < below ? number : throw new InvalidDataException("a number is too large");
}
