using CSysdig.Cli;
using CSysdig.Cli.Options;
using CSysdig.Completion;

var isSysdig = CommandName.IsSysdig();
StandardStreams.Prepare(isSysdig ? "sysdig" : "csysdig");
if (args is [CompletionCommand.Name, .. var words])
    return CompletionCommand.Run(isSysdig ? SysdigTable.Table : CSysdigTable.Table, words);
return isSysdig ? SysdigCommand.Run(args) : CSysdigCommand.Run(args);
