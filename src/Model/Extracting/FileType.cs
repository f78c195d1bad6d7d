using System.Buffers.Binary;
using System.Text;
using CSysdig.Model.Text;

namespace CSysdig.Model.Extracting;

/// <summary>What a file is by its first bytes.</summary>
/// <param name="Kind">In a few words: <c>gzip</c>, <c>ELF</c>, <c>script</c>.</param>
/// <param name="Mime">As IANA has it; null where it has none.</param>
public sealed record FileType(string Kind, string? Mime)
{
    /// <summary>The machine of a program; empty for others.</summary>
    public string Machine { get; private init; } = "";

    /// <summary>The interpreter of a script: captured text, made visible; empty for others.</summary>
    public string Interpreter { get; private init; } = "";

    /// <summary>So many bytes are looked at; from the shortest on something can be told of a file that has more.</summary>
    public const int Most = 512, Least = 4;

    const int LongestInterpreter = 64, TarMark = 257;

    /// <summary>Where which bytes stand, what has them there, and the endings of names that promise it.</summary>
    static readonly (int At, byte[] Bytes, string Kind, string? Mime, string Endings)[] s_known =
    [
        (0, [0x7f, .. "ELF"u8], Elf, null, ""),
        (0, [.. "#!"u8], Script, "text/plain", ""),
        (0, [0x1f, 0x8b], "gzip", "application/gzip", ".gz .tgz"),
        (0, [.. "BZh"u8], "bzip2", null, ".bz2 .tbz"),
        (0, [0xfd, .. "7zXZ"u8, 0], "xz", null, ".xz .txz"),
        (0, [0x28, 0xb5, 0x2f, 0xfd], "zstd", "application/zstd", ".zst"),
        (0, [.. "PK\x03\x04"u8], "zip", "application/zip", ".zip .jar .docx .xlsx .pptx .odt .apk"),
        (0, [.. "7z"u8, 0xbc, 0xaf], "7-zip", null, ".7z"),
        (TarMark, [.. "ustar"u8], "tar", null, ".tar"),
        (0, [.. "%PDF-"u8], "PDF", "application/pdf", ".pdf"),
        (0, [0x89, .. "PNG"u8], "PNG", "image/png", ".png"),
        (0, [0xff, 0xd8, 0xff], "JPEG", "image/jpeg", ".jpg .jpeg"),
        (0, [.. "GIF8"u8], "GIF", "image/gif", ".gif"),
        (0, [0xd0, 0xcf, 0x11, 0xe0], "Office document", null, ".doc .xls .ppt"),
        (0, [.. "!<arch>\n"u8], "ar archive", null, ".a .deb"),
        (0, [0xed, 0xab, 0xee, 0xdb], "RPM package", null, ".rpm"),
        (0, [.. "MZ"u8], "Windows program", null, ".exe .dll"),
        (0, [.. "SQLite format 3"u8], "SQLite database", null, ".sqlite"),
    ];

    const string Elf = "ELF", Script = "script", PlainText = "text", Data = "data";

    const string TextEndings = ".txt .log .csv .md .conf .ini .json .xml .html .htm .css .sh .py .pl .php .rb .c .h";

    static readonly Dictionary<string, string> s_promised = Promised();

    /// <summary>All of it as text.</summary>
    public string Text => Kind + (Machine.Length > 0 ? " " + Machine : "") + (Interpreter.Length > 0 ? " of " + Interpreter : "");

    /// <summary>Tells it; null where the bytes are too few for that.</summary>
    /// <param name="first">The first bytes of the file, as far as they are known.</param>
    /// <param name="isAll">It has no more.</param>
    public static FileType? Of(ReadOnlySpan<byte> first, bool isAll)
    {
        if (first.IsEmpty || first.Length < Least && !isAll)
            return null;
        isAll &= first.Length <= Most;
        first = first[..Math.Min(first.Length, Most)];
        foreach (var (at, bytes, kind, mime, _) in s_known)
            if (first.Length >= at + bytes.Length && first[at..].StartsWith(bytes))
                return new FileType(kind, mime) { Machine = kind == Elf ? MachineOf(first) : "", Interpreter = kind == Script ? InterpreterOf(first) : "" };
        if (IsText(first, isAll))
            return new FileType(PlainText, "text/plain");
        // What is an archive by a mark far behind its start is not known to be none.
        return isAll || first.Length > TarMark + Least ? new FileType(Data, null) : null;
    }

    /// <summary>What a file's name promises and its bytes are not; null where they agree, or the name promises nothing.</summary>
    public string? Belied(ReadOnlySpan<byte> name)
    {
        var dot = name.LastIndexOf((byte)'.');
        if (dot < 0 || name.Length - dot > 8 || !s_promised.TryGetValue(Encoding.Latin1.GetString(name[dot..]).ToLowerInvariant(), out var promised))
            return null;
        return promised == Kind || promised == PlainText && Kind == Script ? null : promised;
    }

    static Dictionary<string, string> Promised()
    {
        var all = TextEndings.Split(' ').ToDictionary(ending => ending, _ => PlainText);
        foreach (var (_, _, kind, _, endings) in s_known)
            foreach (var ending in endings.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                all[ending] = kind;
        return all;
    }

    /// <summary>Control characters but those of lines make no text, nor does half of a character anywhere but where it was cut.</summary>
    static bool IsText(ReadOnlySpan<byte> bytes, bool isAll)
    {
        foreach (var b in bytes)
            if (b < 0x20 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f' or 0x1b) || b == 0x7f)
                return false;
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out _, out var length);
            if (status == System.Buffers.OperationStatus.NeedMoreData)
                return !isAll;
            if (status != System.Buffers.OperationStatus.Done)
                return false;
            bytes = bytes[length..];
        }
        return true;
    }

    static string MachineOf(ReadOnlySpan<byte> head)
    {
        const int Class = 4, Order = 5, At = 18;
        if (head.Length < At + 2 || head[Class] is not (1 or 2) || head[Order] is not (1 or 2))
            return "";
        var number = head[Order] == 2 ? BinaryPrimitives.ReadUInt16BigEndian(head[At..]) : BinaryPrimitives.ReadUInt16LittleEndian(head[At..]);
        var machine = number switch
        {
            2 or 18 or 43 => "SPARC",
            3 => "x86",
            4 => "m68k",
            8 => "MIPS",
            20 or 21 => "PowerPC",
            22 => "s390",
            40 => "ARM",
            42 => "SuperH",
            50 => "IA-64",
            62 => "x86-64",
            93 => "ARC",
            183 => "ARM64",
            243 => "RISC-V",
            247 => "BPF",
            258 => "LoongArch",
            _ => FormattableString.Invariant($"machine {number}"),
        };
        return $"{(head[Class] == 1 ? "32" : "64")}-bit {machine}";
    }

    /// <summary>What stands behind #!, without its arguments; behind env it is the first of them.</summary>
    static string InterpreterOf(ReadOnlySpan<byte> head)
    {
        var line = head[2..];
        line = line[..(line.IndexOf((byte)'\n') is >= 0 and var end ? end : line.Length)].Trim(" \t\r"u8);
        var word = Word(line);
        if (word.EndsWith("/env"u8))
            word = Word(line[word.Length..].TrimStart((byte)' ')) is { IsEmpty: false } of ? of : word;
        return SafeText.ToString(word[..Math.Min(word.Length, LongestInterpreter)]);
    }

    static ReadOnlySpan<byte> Word(ReadOnlySpan<byte> line) => line[..(line.IndexOfAny(" \t"u8) is >= 0 and var end ? end : line.Length)];
}
