using System.Diagnostics;
using CSysdig.Chisels.Lua.Runtime;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Lua.Library;

/// <summary><c>os</c>, as far as scripts have the right to.</summary>
static class OsLibrary
{
    static readonly string[] s_fields = ["year", "month", "day", "hour", "min", "sec"];

    public static void Open(LuaState state, ScriptRights rights)
    {
        var os = new LuaTable();
        os.Offer("clock", (_, _) => Environment.CpuUsage.TotalTime.TotalSeconds);
        os.Offer("date", Date);
        os.Offer("difftime", (_, a) => a.Number(0) - a.Number(1, 0));
        os.Offer("exit", (_, a) => throw new LuaExit(a.At(0).IsBoolean ? (a[0].IsFalse ? 1 : 0) : a.Integer(0, 0)));
        os.Offer("getenv", (_, a) => Environment.GetEnvironmentVariable(a.Text(0).ToString()) is { } value ? LuaValue.Of(value) : default);
        os.Offer("setlocale", (_, a) => a.At(0).IsNil || a.Text(0).ToString() is "" or "C" ? LuaValue.Of("C") : default);
        os.Offer("time", Time);
        os.Offer("execute", (s, a) =>
        {
            rights.Demand(s, "os.execute");
            return a.At(0).IsNil ? 1 : Execute(s, a.Text(0).ToString());
        });
        os.OfferMany("remove", (s, a) => Change(s, rights, "os.remove", a.Text(0).ToString(), File.Delete));
        os.OfferMany("rename", (s, a) =>
        {
            var to = a.Text(1).ToString();
            return Change(s, rights, "os.rename", a.Text(0).ToString(), from => File.Move(from, to, overwrite: true));
        });
        os.Offer("tmpname", (s, _) =>
        {
            rights.Demand(s, "os.tmpname");
            return LuaValue.Of(Path.GetTempFileName());
        });
        state.Globals["os"] = LuaValue.Of(os);
    }

    static LuaValue Change(LuaState state, ScriptRights rights, string deed, string path, Action<string> change)
    {
        rights.Demand(state, deed);
        try
        {
            if (!File.Exists(path))
                return FileFailure.NoFile(path).Results(state, path);
            change(path);
            return state.Results(LuaValue.Of(true));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return FileFailure.Of(e, path).Results(state, path);
        }
    }

    /// <summary>A trusted script's command, for the shell.</summary>
    static int Execute(LuaState state, string command)
    {
        var isWindows = OperatingSystem.IsWindows();
        using var process = Process.Start(new ProcessStartInfo(isWindows ? "cmd.exe" : "/bin/sh", [isWindows ? "/c" : "-c", command]));
        while (process?.WaitForExit(20) == false)
            state.Check();
        // As system(3) has it: the exit code stands in the second byte.
        return (process?.ExitCode ?? -1) << 8;
    }

    static LuaValue Time(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        if (args.At(0).IsNil)
            return DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var table = args.Table(0);
        Span<int> parts = stackalloc int[6];
        for (var i = 0; i < s_fields.Length; i++)
        {
            var value = table[s_fields[i]];
            if (!value.TryNumber(out var number) && i < 3)
                throw state.Error($"field '{s_fields[i]}' missing in date table");
            parts[i] = value.IsNil ? (i == 3 ? 12 : 0) : (int)Math.Clamp(number, -1e6, 1e6);
        }
        // Months and days beyond their range count on, as mktime has it.
        try
        {
            var date = new DateTime(1, 1, 1).AddYears(parts[0] - 1).AddMonths(parts[1] - 1).AddDays(parts[2] - 1)
                .AddHours(parts[3]).AddMinutes(parts[4]).AddSeconds(parts[5]);
            return new DateTimeOffset(date, LocalClock.Current.Zone.GetUtcOffset(date)).ToUnixTimeSeconds();
        }
        catch (ArgumentException)
        {
            return default;
        }
    }

    static LuaValue Date(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var format = args.Text(0, new LuaText("%c"u8.ToArray())).ToString();
        var seconds = args.Number(1, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        if (!(Math.Abs(seconds) < 2e11))
            return default;
        var time = DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000));
        var isUtc = format.StartsWith('!');
        format = isUtc ? format[1..] : format;
        time = isUtc ? time : TimeZoneInfo.ConvertTime(time, LocalClock.Current.Zone);
        return format.StartsWith("*t", StringComparison.Ordinal) ? LuaValue.Of(DateTable(time)) : LuaValue.Of(DateText.Format(format, time));
    }

    static LuaTable DateTable(DateTimeOffset time) => new()
    {
        ["sec"] = time.Second,
        ["min"] = time.Minute,
        ["hour"] = time.Hour,
        ["day"] = time.Day,
        ["month"] = time.Month,
        ["year"] = time.Year,
        ["wday"] = (int)time.DayOfWeek + 1,
        ["yday"] = time.DayOfYear,
        ["isdst"] = LuaValue.Of(LocalClock.Current.Zone.IsDaylightSavingTime(time)),
    };
}
