using CSysdig.Capture.Events;

namespace CSysdig.Model.Views.Json;

/// <summary>The names of types and formats in a view's legend (libs' param_type_to_string).</summary>
static class TypeNames
{
    public static string Of(ParamType type) => type switch
    {
        ParamType.SyscallId => "SYSCALLID",
        ParamType.SigType => "SIGTYPE",
        ParamType.Dyn => "DYNAMIC",
        ParamType.CharBufPairArray => "CHARBUF_PAIR_ARRAY",
        ParamType.IPv6Addr or ParamType.IPv6Net or > ParamType.FsRelPath => "<NA>",
        _ => type.ToString().ToUpperInvariant(),
    };

    public static string Of(PrintFormat format) => format switch
    {
        PrintFormat.Dec => "DEC",
        PrintFormat.Hex => "HEX",
        PrintFormat.PaddedDec10 => "10_PADDED_DEC",
        PrintFormat.Id => "ID",
        PrintFormat.Dir => "DIR",
        PrintFormat.Oct => "OCT",
        _ => "NA",
    };
}
