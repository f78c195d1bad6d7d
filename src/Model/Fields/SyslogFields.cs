using CSysdig.Capture.Events;
using CSysdig.Model.Parameters;

namespace CSysdig.Model.Fields;

/// <summary>Lines written to /dev/log.</summary>
static class SyslogFields
{
    public static FieldDefinition[] All { get; } =
    [
        Define.Number("syslog.facility", ParamType.UInt32, PrintFormat.Dec, "facility as a number (0 to 23)",
            (Event e, out long value) => { var known = SyslogMessage.TryGet(e, out var m); value = m.Facility; return known; }),
        Define.Text("syslog.facility.str", "facility by name, such as auth", (e, _, ref text) =>
        {
            var known = SyslogMessage.TryGet(e, out var message);
            text = message.FacilityName;
            return known;
        }),
        Define.Number("syslog.severity", ParamType.UInt32, PrintFormat.Dec, "severity as a number (0 the gravest, to 7)",
            (Event e, out long value) => { var known = SyslogMessage.TryGet(e, out var m); value = m.Severity; return known; }),
        Define.Text("syslog.severity.str", "severity by name: emerg, alert, crit, err, warn, notice, info, debug", (e, _, ref text) =>
        {
            var known = SyslogMessage.TryGet(e, out var message);
            text = message.SeverityName;
            return known;
        }),
        Define.Text("syslog.message", "text of the line", (e, _, ref text) =>
        {
            var known = SyslogMessage.TryGet(e, out var message);
            text = message.Text;
            return known;
        }),
    ];
}
