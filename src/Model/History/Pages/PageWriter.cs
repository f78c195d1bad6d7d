using System.Buffers;
using CSysdig.Model.State;
using MessagePack;

namespace CSysdig.Model.History.Pages;

/// <summary>Writes pages of state: each can be read by itself, but for threads, containers and accounts, to which it refers by number. What it gives is valid until the next call.</summary>
sealed class PageWriter(StateNames names)
{
    readonly ArrayBufferWriter<byte> _page = new(1 << 16), _body = new(1 << 16);
    readonly TextTable _texts = new();

    public ReadOnlySpan<byte> Threads(ReadOnlySpan<ThreadInfo> versions)
    {
        var to = Begin();
        foreach (var t in versions)
        {
            to.Write(t.Thread.Number);
            to.Write(names.Containers.Of(t.Container));
            to.Write(names.Users.Of(t.User));
            to.Write(names.Users.Of(t.LoginUser));
            to.Write(names.Groups.Of(t.Group));
            VersionFields.Write(ref to, t, _texts);
        }
        return End(to);
    }

    public ReadOnlySpan<byte> Fds(ReadOnlySpan<FdInfo> versions)
    {
        var to = Begin();
        foreach (var fd in versions)
            VersionFields.Write(ref to, fd, _texts);
        return End(to);
    }

    public ReadOnlySpan<byte> Facts(ReadOnlySpan<TrackedThread> threads)
    {
        var to = Begin();
        to.Write(threads.Length);
        foreach (var thread in threads)
        {
            to.Write(thread.Number);
            FactFields.Write(ref to, thread.Facts);
        }
        return End(to);
    }

    MessagePackWriter Begin()
    {
        _body.ResetWrittenCount();
        return new MessagePackWriter(_body);
    }

    /// <summary>Texts stand before what refers to them.</summary>
    ReadOnlySpan<byte> End(MessagePackWriter body)
    {
        body.Flush();
        _page.ResetWrittenCount();
        var to = new MessagePackWriter(_page);
        _texts.Write(ref to);
        to.WriteRaw(_body.WrittenSpan);
        to.Flush();
        return _page.WrittenSpan;
    }
}
