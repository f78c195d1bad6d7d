using CSysdig.Cli;

return CommandName.IsSysdig() ? SysdigCommand.Run(args) : CSysdigCommand.Run(args);
