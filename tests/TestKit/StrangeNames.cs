using System.Text;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.History;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.TestKit;

/// <summary>A capture whose processes, files and data are named by somebody who wishes the screen ill: wide glyphs, marks that
/// join, orders to the terminal, halves of characters, lines without end.</summary>
sealed class StrangeNames : IDisposable
{
    const int Rounds = 4;
    public static IReadOnlyList<byte[]> All { get; } =
    [
        "日本語のプロセス名前"u8.ToArray(), "👩‍👩‍👧‍👦🏳️‍🌈🇩🇪👍🏽"u8.ToArray(), "e\u0301\u0302\u0303n\u0303"u8.ToArray(), "\u202egnp.exe\u2066"u8.ToArray(),
        "\e[2J\e[31m\e]0;own\a"u8.ToArray(), [0xff, 0xfe, (byte)'a', 0xe6, 0x97], "\0\r\n\t\b"u8.ToArray(), "한국어 ｆｕｌｌ"u8.ToArray(),
        "ﷺ﷽"u8.ToArray(), "\u200b\u200d\ufeff"u8.ToArray(), "a\u0300"u8.ToArray(), Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("長い/x", 200))),
    ];

    readonly string _path = Path.GetTempFileName();

    public StrangeNames()
    {
        var capture = new ScapBuilder().Machine("主机\e[2J");
        capture.Processes([.. All.Select((name, i) => new ProcessEntry { Tid = 100 + i, Pid = 100 + i, Ptid = 99 + i, Comm = name, Exe = name, Args = name, Cwd = name })]);
        for (var i = 0; i < All.Count; i++)
            capture.Fds(100 + i, new FdEntry { Fd = 3, Type = FdType.FileV2, Name = All[i] });
        for (var i = 0; i < Rounds * All.Count; i++)
        {
            var (tid, data) = (100 + i % All.Count, All[i * 5 % All.Count]);
            capture.Event(EventCode.SyscallWriteE, tid, I64(3), U32((uint)data.Length)).Event(EventCode.SyscallWriteX, tid, I64(data.Length), data);
        }
        File.WriteAllBytes(_path, capture.ToArray());
        History = CaptureHistory.Open(_path);
        History.Completion.Wait();
    }

    public CaptureHistory History { get; }

    public void Dispose()
    {
        History.Dispose();
        File.Delete(_path);
    }
}
