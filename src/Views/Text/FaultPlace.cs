using System.Diagnostics;

namespace CSysdig.Views.Text;

/// <summary>What to report of a fault of the program: its kind, and where it came up.</summary>
static class FaultPlace
{
    /// <summary>What stands where an answer would; null where nothing went wrong.</summary>
    public static string? Broke(Exception? fault) => fault is null ? null : $"the question broke off, please report it: {Of(fault.GetBaseException())}";

    public static string Of(Exception fault)
    {
        var place = new StackTrace(fault).GetFrames().Select(DiagnosticMethodInfo.Create).FirstOrDefault(method => method is not null);
        return place is null ? fault.GetType().Name : $"{fault.GetType().Name} in {place.DeclaringTypeName}.{place.Name}";
    }
}
