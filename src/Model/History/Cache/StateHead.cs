using CSysdig.Model.State;
using MessagePack;

namespace CSysdig.Model.History.Cache;

/// <summary>What <see cref="StateReader"/> reads first: how many there are of everything, and what threads and versions refer to.</summary>
sealed class StateHead
{
    public int Texts { get; }
    public ContainerInfo[] Containers { get; }
    public UserInfo[] Users { get; }
    public GroupInfo[] Groups { get; }
    public int Tables { get; }
    public (long Tid, int Table)[] Threads { get; }
    /// <summary>Who had an id from which event on: the number of a thread, or -1.</summary>
    public (long Tid, long Since, int Thread)[] Lines { get; }
    public int ThreadVersions { get; }
    public int FdVersions { get; }
    /// <summary>Versions that stand in their list a second time, and where they stand first.</summary>
    public Dictionary<int, int> ThreadsAgain { get; }
    public Dictionary<int, int> FdsAgain { get; }

    public StateHead(ref MessagePackReader from)
    {
        Texts = from.ReadInt32();
        Containers = new ContainerInfo[MachineReader.Count(ref from)];
        for (var i = 0; i < Containers.Length; i++)
            Containers[i] = MachineReader.Container(ref from);
        Users = new UserInfo[MachineReader.Count(ref from)];
        for (var i = 0; i < Users.Length; i++)
            Users[i] = MachineReader.User(ref from);
        Groups = new GroupInfo[MachineReader.Count(ref from)];
        for (var i = 0; i < Groups.Length; i++)
            Groups[i] = MachineReader.Group(ref from);
        Tables = from.ReadInt32();
        Threads = new (long, int)[MachineReader.Count(ref from)];
        for (var i = 0; i < Threads.Length; i++)
            Threads[i] = (from.ReadInt64(), Number(ref from, Tables));
        Lines = new (long, long, int)[MachineReader.Count(ref from)];
        for (var i = 0; i < Lines.Length; i++)
            Lines[i] = (from.ReadInt64(), from.ReadInt64(), Number(ref from, Threads.Length, least: -1));
        ThreadsAgain = Again(ref from, out var threadVersions);
        FdsAgain = Again(ref from, out var fdVersions);
        (ThreadVersions, FdVersions) = (threadVersions, fdVersions);
    }

    static Dictionary<int, int> Again(ref MessagePackReader from, out int count)
    {
        count = from.ReadInt32();
        var again = new Dictionary<int, int>();
        for (var left = MachineReader.Count(ref from); left > 0; left--)
            again.Add(Number(ref from, count), Number(ref from, count));
        foreach (var first in again.Values)
            if (again.ContainsKey(first))
                throw new InvalidDataException("a version refers to nothing");
        return again;
    }

    public static int Number(ref MessagePackReader from, int below, int least = 0) =>
        from.ReadInt32() is var number && number >= least && number < below ? number : throw new InvalidDataException("a number is too large");
}
