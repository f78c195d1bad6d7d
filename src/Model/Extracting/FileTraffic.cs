using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Calls;
using CSysdig.Model.State;
using CSysdig.Model.Text;

namespace CSysdig.Model.Extracting;

/// <summary>
/// Leads the bytes of each call to its artifact, at its place. What is read belongs to one opening of a file; what is written belongs to the
/// file, until it is emptied or made anew.
/// </summary>
sealed class FileTraffic(Artifacts artifacts)
{
    const int MostOpened = 16384;

    readonly EnteredCalls _entered = new();
    readonly Dictionary<long, OpenedFile> _opened = [];
    readonly Dictionary<FdInfo, OpenedFile> _older = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<byte[], Artifact> _written = new(ByteKey.Comparer);

    /// <summary>A file is opened; if it is emptied by that, what is written from now on is another file.</summary>
    public void Open(Event e)
    {
        if (e.ErrorCode == 0 && e.Fd is { IsFile: true } fd && OpenCall.Flags(e) is var flags && OpenCall.Empties(flags))
        {
            _written.Remove(fd.Name);
            // The kernel's flags of creat are told by the call alone.
            Opened(fd, e.Number, flags);
        }
    }

    /// <summary>A call begins of which its exit may not tell everything.</summary>
    public void Enter(Event e)
    {
        if (e.Fd is { } fd && (e.Code != EventCode.SyscallReadE || !fd.IsFile))
            _entered.Note(e);
    }

    public void Seek(Event e)
    {
        if (e.Fd is { IsFile: true } fd && e.ErrorCode == 0 && e.Raw.Int64(0) is >= 0 and var position && Opened(fd, e.Number, fd.OpenFlags) is { } file)
            file.Position = position;
    }

    public void Move(Event e)
    {
        if (e.Fd is not { } fd || !IsWanted(fd) || !IoCall.TryRead(e, out var call))
            return;
        if (Opened(fd, e.Number, fd.OpenFlags) is not { } file)
            return;
        file.Touched = e.Number;
        if (file.IsStream)
            MoveStream(e, fd, file, call);
        else
            MoveFile(e, file, call);
    }

    void MoveStream(Event e, FdInfo fd, OpenedFile file, in IoCall call)
    {
        var kind = fd.IsFile ? call.IsRead ? ArtifactKind.Read : ArtifactKind.Written : call.IsRead ? ArtifactKind.Received : ArtifactKind.Sent;
        var position = call.IsRead ? file.InCount : file.OutCount;
        var artifact = Within(Living(call.IsRead ? file.In : file.Out), position);
        if (artifact is null)
        {
            // A connection is named when its bytes come: its tuple was not known when it was made.
            artifact = New(e, kind, fd.Name, position, file.FromStart && position == 0);
            artifact.Other = call.IsRead ? file.Out : file.In;
            if (artifact.Other is not null)
                artifact.Other.Other = artifact;
            if (call.IsRead)
                file.In = artifact;
            else
                file.Out = artifact;
        }
        if (call.IsRead)
        {
            if (IsSeenAgain(e, artifact, file, call))
                file.InCount = position -= file.Peeked;
            file.Peeked = call.MayPeek ? call.Count : 0;
        }
        artifact.ToEnd = !call.IsRead || call.Count == 0;
        artifacts.Write(artifact, position, call.Data, call.Count, e.Number);
        if (call.IsRead)
            file.InCount += call.Count;
        else
            file.OutCount += call.Count;
    }

    /// <summary>The call before this one only looked: this one asks for exactly as many bytes, and gets the same.</summary>
    bool IsSeenAgain(Event e, Artifact artifact, OpenedFile file, in IoCall call)
    {
        if (file.Peeked == 0 || (call.Asked >= 0 ? call.Asked : _entered.Of(e)) != file.Peeked || call.Count != file.Peeked || call.Data.IsEmpty || file.InCount - file.Peeked < artifact.Base)
            return false;
        Span<byte> before = stackalloc byte[512];
        before = before[..artifact.Content.Read(file.InCount - file.Peeked - artifact.Base, before[..Math.Min(before.Length, call.Data.Length)])];
        return call.Data.StartsWith(before);
    }

    void MoveFile(Event e, OpenedFile file, in IoCall call)
    {
        var position = !call.NamesPosition ? -1 : call.Position >= 0 ? call.Position : _entered.Of(e);
        var named = position >= 0;
        if (!named)
            position = file.Position;
        // No file reaches as far.
        if (position > long.MaxValue - IoCall.Most)
            return;
        Artifact artifact;
        if (call.IsRead)
        {
            artifact = Within(Living(file.In), position) ?? (file.In = New(e, ArtifactKind.Read, file.Name, position, file.FromStart));
            artifact.ToEnd |= call.Count == 0 && position >= artifact.Base + artifact.Size;
        }
        else
        {
            var before = Living(_written.GetValueOrDefault(file.Name));
            if (file.Appends && !named)
                position = before is null ? 0 : before.Base + before.Size;
            artifact = Within(before, position) ?? (_written[file.Name] = New(e, ArtifactKind.Written, file.Name, position, file.IsEmptied));
            artifact.ToEnd = true;
        }
        artifacts.Write(artifact, position, call.Data, call.Count, e.Number);
        if (!named)
            file.Position = position + call.Count;
    }

    static Artifact? Living(Artifact? artifact) => artifact is { IsFinished: false } ? artifact : null;

    Artifact? Within(Artifact? artifact, long position) => artifact is not null && artifacts.Reaches(artifact, position) ? artifact : null;

    Artifact New(Event e, ArtifactKind kind, byte[] name, long position, bool fromStart)
    {
        var artifact = new Artifact(kind, name, artifacts.NewContent())
        {
            Pid = e.Thread?.Pid ?? e.Raw.Tid,
            Comm = e.Thread?.Comm ?? [],
            Time = e.Timestamp,
            Number = e.Number,
            Base = kind is ArtifactKind.Read or ArtifactKind.Written ? artifacts.BaseFor(position) : position,
            FromStart = fromStart,
        };
        artifacts.Add(artifact, e.Number);
        return artifact;
    }

    OpenedFile? Opened(FdInfo fd, long number, uint flags)
    {
        var isKnown = fd.OpenedAt != 0 ? _opened.TryGetValue(fd.OpenedAt, out var file) : _older.TryGetValue(fd, out file);
        if (isKnown)
            return file;
        if (!IsWanted(fd))
            return null;
        if (_opened.Count + _older.Count >= MostOpened)
            ForgetOldest();
        file = new OpenedFile(fd.Name)
        {
            FromStart = fd.OpenedAt != 0,
            IsEmptied = fd.OpenedAt != 0 && OpenCall.Empties(flags),
            Appends = OpenCall.Appends(flags),
            IsStream = !fd.IsFile || fd.Name.AsSpan().StartsWith("/dev/"u8),
            Touched = number,
        };
        if (fd.OpenedAt != 0)
            _opened.Add(fd.OpenedAt, file);
        else
            _older.Add(fd, file);
        return file;
    }

    void ForgetOldest()
    {
        var middle = _opened.Values.Concat(_older.Values).Select(f => f.Touched).Order().ElementAt(MostOpened / 2);
        foreach (var (key, file) in _opened.ToArray())
            if (file.Touched <= middle)
                _opened.Remove(key);
        foreach (var (key, file) in _older.ToArray())
            if (file.Touched <= middle)
                _older.Remove(key);
        foreach (var (name, artifact) in _written.ToArray())
            if (artifact.IsFinished)
                _written.Remove(name);
    }

    static bool IsWanted(FdInfo fd)
    {
        if (!fd.IsFile)
            return fd.Type is Capture.Scap.FdType.IPv4 or Capture.Scap.FdType.IPv6 && fd.L4Proto == L4.Tcp;
        var name = fd.Name.AsSpan();
        return name is [(byte)'/', ..] && !(name.StartsWith("/dev/"u8)
            && (name.SequenceEqual("/dev/null"u8) || name.SequenceEqual("/dev/zero"u8) || name.SequenceEqual("/dev/full"u8)
                || name.SequenceEqual("/dev/random"u8) || name.SequenceEqual("/dev/urandom"u8)));
    }
}
