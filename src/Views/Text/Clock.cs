using System.Globalization;
using CSysdig.Model.Text;

namespace CSysdig.Views.Text;

/// <summary>The capture's clock as people read it.</summary>
public static class Clock
{
    /// <summary>A time in nanoseconds since the epoch as local time.</summary>
    public static DateTime Local(ulong nanoseconds) => LocalClock.Current.At(nanoseconds).DateTime;

    /// <summary>A time as short as it can be told beside another: the clock of the same day, else the day.</summary>
    public static string Moment(ulong nanoseconds, ulong beside)
    {
        var (time, other) = (Local(nanoseconds), Local(beside));
        return time.ToString(time.Date == other.Date ? "HH:mm:ss" : time.Year == other.Year ? "MM-dd HH:mm" : "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    /// <summary>Time of day with nanoseconds, as sysdig prints it.</summary>
    public static string TimeOfDay(ulong nanoseconds) =>
        $"{Local(nanoseconds):HH:mm:ss}.{nanoseconds % 1_000_000_000:000000000}";
}
