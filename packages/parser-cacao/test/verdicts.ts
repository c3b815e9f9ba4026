/**
 * What a reader makes of each published playbook, and what this parser therefore has to: that it loads, or the error that refuses it.
 * What loads runs dry to its end, unless it goes round for ever: then it is cancelled at a limit.
 */
export const verdicts: { readonly [file: string]: readonly [verdict: string, reason: string, ending?: string] } = {
  "head/COSSAS_SOARCA__api-design__b1b26e64.json": [
    "unknown-step",
    "the step that the workflow starts with isn't there; steps and targets are written as in 1.1",
  ],
  "head/COSSAS_SOARCA__changed-playbook__7c5ce87a.json": ["wrong-type", "the workflow is a list, so steps have no ids"],
  "head/COSSAS_SOARCA__executable-playbooks__bb400970.json": [
    "loads",
    "some actions name no agent, but say what is to be done and on what",
  ],
  "head/COSSAS_SOARCA__http-playbook__f6fc24e5.json": ["loads", "whole; the start line of the request is malformed"],
  "head/COSSAS_SOARCA__infinite-playbook__549e0c53.json": [
    "loads",
    "goes round in its last action for ever; starts without a start step, and the exception step isn't there",
    "cancelled",
  ],
  "head/COSSAS_SOARCA__invalid-email-playbook__30bb8364.json": [
    "loads",
    "an e-mail address that is none doesn't keep anybody from running it",
  ],
  "head/COSSAS_SOARCA__manual-playbook__ebe8a164.json": ["loads", "whole; the agent is of the author's own type"],
  "head/COSSAS_SOARCA__openc2-playbook__484f7ea6.json": ["loads", "a command of a type that isn't in the vocabulary"],
  "head/COSSAS_SOARCA__parallels-playbook__1cc90b31.json": [
    "loads",
    "a branch that is nothing but an end is a branch; 'agent' on a parallel step says nothing",
  ],
  "head/COSSAS_SOARCA__playbook__605a93c1.json": [
    "loads",
    "starts without a start step, and the exception step isn't there; the way through is whole",
  ],
  "head/COSSAS_SOARCA__powershell-playbook__10d63d80.json": ["loads", "whole; a password is written out"],
  "head/MISP_misp-playbooks__sample-misp-playbook-to-cacao-malware-triage__159aa013.json": [
    "loads",
    "times without milliseconds; one command is empty",
  ],
  "head/cosai-oasis_ws2-defenders__AI-Incident-Response__6298eb4d.json": [
    "loads",
    "ids aren't UUIDs, a number stands without quotes; all can be told apart and read",
  ],
  "head/daw1012345_SOARCA__basic-step__cccc8eff.json": ["loads", "whole"],
  "head/daw1012345_SOARCA__consecutive-steps__1cc32ad9.json": ["loads", "whole"],
  "head/daw1012345_SOARCA__flow-control__339af1eb.json": ["loads", "whole; branches share an end step"],
  "head/oasis-tcs_cacao__locky-bart-mbc-examples__9bfb4d19.json": ["loads", "commands of types of the author's own"],
  "head/oasis-tcs_cacao__playbook-aa1898b6-5251-49b4-aeb7-fd5e912583ff__25431cb1.json": [
    "missing-member",
    "the switch says nothing to choose by, and the actions nothing to do",
  ],
  "head/opencybersecurityalliance_casp__CASP-DEMO-IOB__1b8838a5.json": [
    "loads",
    "a draft: its commands have a type and no text, its actions a name and no agent",
  ],
  "head/opencybersecurityalliance_stix-extensions__x-oca-playbook-9880df48-09a7-4e99-8070-0db8f4c946d__ad234f33.json": [
    "loads",
    "its commands have no text, but are for people, and the steps have names",
  ],
  "history/COSSAS_SOARCA__basic-step__03d433f3.json": ["loads", "whole"],
  "history/COSSAS_SOARCA__basic-step__093b91d9.json": ["loads", "whole"],
  "history/COSSAS_SOARCA__basic-step__44883e4b.json": ["loads", "whole"],
  "history/COSSAS_SOARCA__consecutive-steps__4853db96.json": ["loads", "whole"],
  "history/COSSAS_SOARCA__consecutive-steps__e12d654c.json": ["loads", "whole"],
  "history/COSSAS_SOARCA__consecutive-steps__e6df60a2.json": ["loads", "whole"],
  "history/COSSAS_SOARCA__executable-playbooks__b290beea.json": [
    "loads",
    "some actions name no agent; a condition reads a variable without ':value'",
  ],
  "history/COSSAS_SOARCA__flow-control__24f0740f.json": [
    "loads",
    "whole, but no step changes the variable of the loop",
    "cancelled",
  ],
  "history/COSSAS_SOARCA__flow-control__49cd54e2.json": [
    "loads",
    "whole, but no step changes the variable of the loop",
    "cancelled",
  ],
  "history/COSSAS_SOARCA__flow-control__813b6c78.json": ["loads", "whole; branches share an end step"],
  "history/COSSAS_SOARCA__http-playbook__56737685.json": ["loads", "whole; the start line of the request is malformed"],
  "history/COSSAS_SOARCA__infinite-playbook__0e98bd60.json": ["missing-member", "an agent has no type"],
  "history/COSSAS_SOARCA__invalid-email-playbook__e3d9ea55.json": [
    "loads",
    "an e-mail address that is none doesn't keep anybody from running it",
  ],
  "history/COSSAS_SOARCA__invalid-email-playbook__eb5b6bb4.json": ["missing-member", "an agent has no type"],
  "history/COSSAS_SOARCA__invalid-playbook__50983746.json": [
    "loads",
    "an agent's type is of the author's own; the agent of the actions may be missing, the commands say what is to be done",
  ],
  "history/COSSAS_SOARCA__invalid-playbook__52c791cb.json": [
    "loads",
    "an agent's type is of the author's own; the agent of the actions may be missing, the commands say what is to be done",
  ],
  "history/COSSAS_SOARCA__invalid-playbook__bf28e81d.json": [
    "loads",
    "agents stand under the name that 1.x had for them, and aren't found",
  ],
  "history/COSSAS_SOARCA__manual-playbook__c9acba3a.json": ["loads", "whole; the agent is of the author's own type"],
  "history/COSSAS_SOARCA__missing-step-playbook__4cb44457.json": [
    "unknown-step",
    "an action leads to a step that isn't there",
  ],
  "history/COSSAS_SOARCA__parallels-playbook__171e3eee.json": ["missing-member", "an agent has no type"],
  "history/COSSAS_SOARCA__playbook__004ba2e2.json": [
    "loads",
    "starts without a start step, and the exception step isn't there; the way through is whole",
  ],
  "history/COSSAS_SOARCA__playbook__04b8d379.json": [
    "loads",
    "starts without a start step, and the exception step isn't there; the way through is whole",
  ],
  "history/COSSAS_SOARCA__playbook__423389e5.json": ["missing-member", "an agent has no type"],
  "history/COSSAS_SOARCA__playbook__48d3a6c8.json": [
    "loads",
    "starts without a start step, and the exception step isn't there; the way through is whole",
  ],
  "history/COSSAS_SOARCA__playbook__99faf236.json": ["missing-member", "an agent has no type"],
  "history/COSSAS_SOARCA__playbook__c7eff7d6.json": [
    "loads",
    "starts without a start step, and the exception step isn't there; the way through is whole",
  ],
  "history/COSSAS_SOARCA__playbook__d380850b.json": ["missing-member", "an agent has no type"],
  "history/COSSAS_SOARCA__ssh-kms-playbook__c676adbc.json": ["loads", "whole; the password lies in a key store"],
  "history/COSSAS_SOARCA__ssh-playbook__bd2423ac.json": ["loads", "whole; a password is written out"],
  "history/COSSAS_SOARCA__used-response__65a39967.json": ["loads", "whole; the branch ends where the playbook does"],
  "history/cosai-oasis_ws2-defenders__AI-Incident-Response__80976682.json": [
    "loads",
    "ids aren't UUIDs, a number stands without quotes; all can be told apart and read",
  ],
  "history/cyentific-rni_cacao-layout-extension__action-step__1370a7ea.json": [
    "missing-member",
    "the action has no commands",
  ],
  "history/cyentific-rni_cacao-layout-extension__action-step__afe1d295.json": [
    "missing-member",
    "the action has no commands",
  ],
  "history/daw1012345_SOARCA__basic-step__d4deffc9.json": ["loads", "whole"],
  "history/daw1012345_SOARCA__flow-control__20656143.json": [
    "loads",
    "a loop whose body is the step behind it, which no way leads to",
  ],
  "history/daw1012345_SOARCA__used-response__59d20982.json": [
    "loads",
    "whole; the branch ends where the playbook does",
  ],
  "history/oasis-tcs_cacao__basic-example-1__b4424c08.json": ["loads", "the target lacks its category"],
  "history/oasis-tcs_cacao__basic-example-a-2-1__1e8edc16.json": [
    "loads",
    "a misspelled 'on_completion' leaves the action without a next step, so the run ends there",
  ],
  "history/oasis-tcs_cacao__basic-example-a-2-1__abcb78a1.json": [
    "loads",
    "a misspelled 'on_completion' leaves the action without a next step, so the run ends there",
  ],
  "history/oasis-tcs_cacao__basic-example-a-2-1__e10c6769.json": ["loads", "the target lacks its category"],
  "history/oasis-tcs_cacao__basic-example-a-2-1__f667eb92.json": [
    "loads",
    "a misspelled 'on_completion' leaves the action without a next step, so the run ends there",
  ],
  "legacy-1.x/COSSAS_SOARCA__api-design__3c3bcda2.json": [
    "unknown-step",
    "version 1.1 is upgraded, but the step that the workflow starts with isn't there",
  ],
  "non-conformant/cosai-oasis_ws2-defenders__AI-Incident-Response__18fae1d3.json": [
    "missing-member",
    "no version, steps that lead on by members of the author's own, and a type of step that no version has",
  ],
  "non-conformant/cosai-oasis_ws2-defenders__AI-Incident-Response__226ef2d8.json": [
    "missing-member",
    "no version, steps that lead on by members of the author's own, and a type of step that no version has",
  ],
  "non-conformant/cosai-oasis_ws2-defenders__AI-Incident-Response__b09712f7.json": [
    "missing-member",
    "no version, steps that lead on by members of the author's own, and a type of step that no version has",
  ],
};
