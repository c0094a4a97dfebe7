type Refusal = { readonly title: string; readonly text: string }

/**
 * What a person reads when something is refused: what happened, and what to do next.
 * `{name}` is filled from the error's values. A code without a line here gets the words of its kind.
 */
export const refusals: Readonly<Record<string, Refusal>> = {
  'page.not-found': {
    title: '找不到这一页',
    text: '网址可能写错了，或者这一页已经搬走。请从首页重新进入。',
  },
  csrf: {
    title: '这一页放得太久了',
    text: '为了安全，没有接收这次提交。请返回上一页，刷新后再提交；浏览器须允许本站保存 Cookie。',
  },
  'form.malformed': {
    title: '收到的内容读不出来',
    text: '提交的文字不是 UTF-8 编码，或者在路上损坏了。请返回上一页，再提交一次。',
  },
  'words.masked': {
    title: '写了遮挡的内容，没有保存',
    text: '这一件里遮挡的词不能写进理由、意见和文书。请返回上一页换一种写法；确实要写的，请受理岗位先在“设置遮挡”里放开。',
  },
  'statistics.nobody-above': {
    title: '没有上级单位，不能报送',
    text: '这个单位的上级还没有登记。请系统管理员先在“单位”里登记上级，再签发报表。',
  },
  'decision.not-found': {
    title: '没有这份决定',
    text: '网址可能写错了。请从“公开的决定”里找；急事请打举报电话 {telephone}。',
  },
  'register.not-decided': {
    title: '这一件没有可以公开的决定',
    text: '作出决定、还没有重新调查的案件才能公开决定。没有改动任何内容。',
  },
  'register.moved-on': {
    title: '这份要公开的决定已经变了',
    text: '同事刚刚改过、批准或者退回了它。请返回看最新的情况，再决定怎么办。',
  },
  'register.own': {
    title: '不能批准自己写的',
    text: '写过这份决定的人不能批准公开。请曝光岗位的另一位同事来批准。',
  },
  'register.number-taken': {
    title: '这个文号已经登记过',
    text: '本单位有一份同样文号的决定正在公开或者等着公开。请核对文号。没有改动任何内容。',
  },
  'statistics.answered': {
    title: '这份报表已经处理过了',
    text: '同事刚刚签收或者退回了它，或者下级报了新的一版。请返回报表列表看最新的情况。',
  },
  'address.malformed': {
    title: '这个网址读不出来',
    text: '网址里有无法识别的字符。请从首页重新进入。',
  },
  'form.too-large': {
    title: '内容太长，没有收下',
    text: '一次最多收大约 20 万字，这次超过了。请按浏览器的“后退”回到上一页，写的内容还在那里；缩短以后再提交，或者把长材料作为文件上传。',
  },
  'database.gone': {
    title: '正在维护，请稍后再来',
    text: '系统暂时连不上数据库，已经收下的内容都还在。急事请拨打举报电话 {telephone}。',
  },
  'database.full': {
    title: '现在存不下新内容',
    text: '服务器的存储空间满了，刚才提交的没有收下；以前收下的都还在。请过一会儿再试，急事请拨打 {telephone}。',
  },
  'sign-in': {
    title: '请先登录',
    text: '登录已经过期，或者还没有完成两步登录。请重新登录。',
  },
  permission: {
    title: '您没有看这一页的权限',
    text: '需要时请联系科室负责人，由安全管理员调整职责。',
  },
  conflict: {
    title: '现在不能这样做',
    text: '这一件的情况已经变了。请返回上一页，刷新后看看最新的情况再决定。',
  },
  'too-many': {
    title: '操作太快了',
    text: '请 {wait}后再试。',
  },
  unexpected: {
    title: '我们这边出错了',
    text: '请返回上一页再试一次，填过的内容一般还在页面上。一直不行，请拨打 {telephone}，并告诉我们下面的编号。',
  },
  unavailable: {
    title: '暂时办不了',
    text: '系统正在维护，请几分钟后再来。急事请拨打 {telephone}。',
  },
  'calendar-change.not-found': {
    title: '没有这项日历改动',
    text: '网址可能写错了。请从“工作日历”重新进入。',
  },
  'calendar.change-open': {
    title: '这一年还有一项改动没有完',
    text: '一年同时只能有一项改动。请到“工作日历”看那一项：等它批准、退回，或者撤回以后再录入。',
  },
  'calendar.moved-on': {
    title: '这项日历改动的情况已经变了',
    text: '{state}。请返回上一页，刷新后再看。',
  },
  'calendar.still-counting': {
    title: '还在算会影响多少期限',
    text: '算完以后才能提交。请返回上一页，等进度走完。',
  },
  'calendar.same-person': {
    title: '要由另一位批准',
    text: '这项改动是您录入的，要由另一位安全管理员批准。',
  },
  'law-draft.not-found': {
    title: '没有这份草稿',
    text: '网址可能写错了。请从“法规数据”重新进入。',
  },
  'law-draft.open': {
    title: '这一条还有一个新版本没有完',
    text: '一条在一个地区同时只能有一个新版本。请到“法规数据”看那一个：等它批准、退回，或者撤回以后再起草。',
  },
  'law-draft.faulty': {
    title: '这份草稿还有要改的地方',
    text: '{fault}。请返回草稿改好以后再提交。',
  },
  'law-draft.late': {
    title: '生效的日子已经到了',
    text: '生效日期要在今天以后。请返回草稿，换一个日子再提交。',
  },
  'law-draft.moved-on': {
    title: '这份草稿的情况已经变了',
    text: '{state}。请返回上一页，刷新后再看。',
  },
  'law-draft.same-person': {
    title: '要由另一位批准',
    text: '这个版本是您起草的，要由另一位安全管理员批准。',
  },
  'step.not-told': {
    title: '还没有登记告知举报人',
    text: '先把是否立案告诉举报人，实名的还要送达文书，再登记“已告知举报人”。',
  },
  'step.not-transferred': {
    title: '案卷还没有移送公安机关',
    text: '移送的期限还在走。请先在这一件的“移送”里把案卷送出，再结案。',
  },
  'step.told-already': {
    title: '现在没有要告知的',
    text: '是否立案已经登记告知，或者还没有决定。',
  },
  'step.not-withdrawn': {
    title: '举报人没有撤回这次举报',
    text: '只有举报人撤回以后，才能因撤回而终止。',
  },
  'step.others-reported': {
    title: '还有别的举报并在这一件里',
    text: '一位举报人撤回，不能终止别人举报的事。这一件接着办。',
  },
  'merge.other': {
    title: '不能并入这一件',
    text: '要并入本单位正在办理的另一件，而且您能打开它。请换一件。',
  },
  'approval.not-found': {
    title: '找不到这一项',
    text: '它可能不归您审批。请回到待审批的单子。',
  },
  'step.needs-approval': {
    title: '这一步要由另一位批准',
    text: '先提请审批，由负责人批准以后才算数。',
  },
  'step.own-approval': {
    title: '自己提请的不能自己批准',
    text: '请由另一位负责人审批。',
  },
  'step.incomplete': {
    title: '这一步还缺内容',
    text: '请返回上一页，把理由和要选的内容补齐再提交。',
  },
  'step.pending': {
    title: '这一件已经有一步在等审批',
    text: '等它批完，或者由提请的人撤回以后，再提下一步。',
  },
  'step.answered': {
    title: '这一项已经有人批过了',
    text: '请回到待审批的单子，看最新的情况。',
  },
  'finding.changed': {
    title: '同事刚改过认定',
    text: '在您打开以后，同事已经保存过，您的改动没有保存。请回到认定页，对照以后再改。',
  },
  'finding.state': {
    title: '认定现在不能改',
    text: '这一件不在核查、调查阶段，或者认定已经送审、已经决定。要改的，先退回调查；已经决定的，重新办理以后写新的一版。',
  },
  'transfer.not-found': {
    title: '找不到这一次移送',
    text: '网址可能写错了。请从“移送”列表重新进入。',
  },
  'transfer.not-yours': {
    title: '移送由承办人和负责人来办',
    text: '您可以看，不能改。需要办的，请找这一件的承办人。',
  },
  'transfer.own': {
    title: '自己起草、提请的移送不能自己批',
    text: '请另一位负责人来批。',
  },
  'transfer.moved-on': {
    title: '这一次移送已经到了别的一步',
    text: '同事可能刚刚办过。请看最新的情况。',
  },
  'transfer.answered': {
    title: '已经登记过答复',
    text: '对方的答复登记一次，不能改。请看登记的内容。',
  },
  'transfer.packed': {
    title: '刚刚已经打过包',
    text: '密码只显示一次。没有记下来的，可以重新打包，原来的包和密码作废。',
  },
  'transfer.changed': {
    title: '内容和您看过的不一样了',
    text: '什么都没有送出。请重新看一遍要送出的每一份，再办这一步。',
  },
  'transfer.state': {
    title: '现在还不能移送',
    text: '正在核查、已经立案或者已经办结的件才能移送。',
  },
  'transfer.receiver': {
    title: '没有这个接收部门',
    text: '请重新选一个接收部门。',
  },
  'transfer.no-brief': {
    title: '还没有写核查要点',
    text: '移送的材料从核查要点来，不从举报原文来。请先在“概况”里写好核查要点和对象。',
  },
  'transfer.handlers': {
    title: '移送涉嫌犯罪的案件要有两名承办人',
    text: '请先指派满两名承办人，再移送公安机关。',
  },
  'transfer.no-copy': {
    title: '有一份证据没有可以送出的副本',
    text: '只有图片和没有密码、完好的 PDF 能做出干净的副本。原件不外送。请取消勾选那一份。',
  },
  'transfer.too-much': {
    title: '要送的材料太多',
    text: '超过了一次移送的份数或者大小。请少选几份，分几次移送。',
  },
  'transfer.day': {
    title: '日期不对',
    text: '不能早于送出或者签收的那一天，也不能晚于今天。',
  },
  'transfer.busy': {
    title: '现在打包的人多',
    text: '什么都没有送出。请过一分钟再按一次。',
  },
  'finding.not-yours': {
    title: '认定和处理由承办人、负责人来写',
    text: '您可以看，不能改。需要改的，请找这一件的承办人。',
  },
  'finding.missing': {
    title: '还没有写认定',
    text: '请先在“决定和文书”里写好这一次的认定，再走这一步。',
  },
  'finding.discipline': {
    title: '还没有告知纪检监察机关',
    text: '被举报的是公立机构。请先在“处理措施”里登记告知：哪一天、送给谁、文号，再结案。',
  },
  'measures.open': {
    title: '处理措施还没有办完',
    text: '每一项都要写上完成的日期和凭据，或者说明理由撤销，再结案。',
  },
  'measures.missing': {
    title: '认定里的钱还没有人去办',
    text: '认定了要追回的基金、罚款或者扣款，要各有一项处理措施。请先登记，再结案。',
  },
  'measure.not-found': {
    title: '找不到这一项措施',
    text: '网址可能写错了，或者它不是这一件的。请从“处理措施”那一页重新进入。',
  },
  'measure.changed': {
    title: '这一项刚刚有人改过',
    text: '现在由谁负责、哪一天到期，上面写着。还要改，请看过以后再提交一次。',
  },
  'measure.ended': {
    title: '这一项刚刚有人办过',
    text: '同事已经登记完成或者撤销，您填的没有保存。请回到“处理措施”看看已经登记的内容。',
  },
  'measure.state': {
    title: '现在不能登记处理措施',
    text: '这一件还没有开始核查，或者已经结案。要补登记的，请负责人先重新办理。',
  },
  'measure.responsible': {
    title: '选的人不能负责这一项',
    text: '负责人要是这一件的承办人或者本单位的负责人。请重新选。',
  },
  'money.undecided': {
    title: '还没有作出决定，不能记台账',
    text: '决定以前主动退回的，写在认定里；作出决定以后再记台账，日期写收到的那一天。',
  },
  'money.posted': {
    title: '这一笔已经记过',
    text: '这张表交过一次，那一次的内容和现在的不同，所以没有再记。请回到台账核对；还有一笔的，打开台账重新填。',
  },
  'money.taken-back': {
    title: '这一笔已经冲销过',
    text: '一笔只冲销一次。请回到台账看看是谁、什么时候冲销的。',
  },
  'money.not-found': {
    title: '找不到这一笔',
    text: '它不在这一件的台账里。请回到台账看看。',
  },
  'investigation.not-handler': {
    title: '只有承办人能加入调查材料',
    text: '您不是这一件的承办人。请交给承办人加入，需要时请负责人分派。',
  },
  'investigation.closed': {
    title: '这一件现在不收调查材料',
    text: '它还没有承办人，或者已经了结归档。需要补充时，请负责人先重新办理。',
  },
  'review.not-found': {
    title: '找不到这份审核意见',
    text: '网址可能写错了，或者不是您提出的意见。请从“法制审核”里打开。',
  },
  'review.not-handler': {
    title: '由承办人送审和答复',
    text: '您不是这一件的承办人。请承办人来办，需要时请负责人分派。',
  },
  'review.own-case': {
    title: '自己办过的案件不能自己审核',
    text: '您办过这一件，或者由您送审。请法制岗位的其他同事审核；没有别人时，请安全管理员安排。',
  },
  'review.no-desk': {
    title: '没有能收件的法制岗位',
    text: '本单位和各级上级都没有持钥的法制审核人员。请安全管理员安排一位，登录一次以后再送审。',
  },
  'review.decided': {
    title: '这一件已经审核过了',
    text: '同事先提出了意见，或者承办人重新送了审。请返回审核页看最新的情况。',
  },
  'review.answered': {
    title: '这一条已经答复',
    text: '同事先答复了这一条，或者又有了新的审核意见。请返回审核页看最新的情况。',
  },
  'review.own-page': {
    title: '法制审核在自己的页面办',
    text: '请打开这一件的“法制审核”，在那里送审或者提出意见。',
  },
  'review.no-opinion': {
    title: '还没有审核意见',
    text: '请在审核页逐点提出意见，意见签过，这一步就跟着办了。',
  },
  'review.needed': {
    title: '要先送法制审核',
    text: '按规定这一件未经法制审核不得作出决定。请承办人在“法制审核”里送审。',
  },
  'review.returned': {
    title: '法制审核没有通过',
    text: '审核意见是退回。请按意见补充以后重新送审，通过了再作决定。',
  },
  'review.changes-open': {
    title: '修改意见还没有答复完',
    text: '审核是有条件通过。请承办人在“法制审核”里逐条答复，然后再作决定。',
  },
  'record-item.not-found': {
    title: '找不到这份调查材料',
    text: '网址可能写错了。请从这一件的调查材料里打开。',
  },
  'record-item.not-second': {
    title: '这一份不由您确认',
    text: '材料由加入时写明的另一位办案人员确认。写错了人，请加入的同事更正。',
  },
  'record-item.changed': {
    title: '这一份刚刚更正过',
    text: '同事已经加了新的一版。请返回调查材料，看过新的一版再决定。',
  },
  'retention-run.not-found': {
    title: '找不到这张销毁清单',
    text: '网址可能写错了，或者清单是别的单位的。请从“到期销毁”那一页重新进入。',
  },
  'hold.not-found': {
    title: '找不到这一条保全',
    text: '网址可能写错了，或者已经不在了。请从“保全”那一页重新进入。',
  },
  'retention.nothing-due': {
    title: '现在没有到期的案件',
    text: '到期的可能刚刚列进了另一张清单。请回到“到期销毁”那一页看看。',
  },
  'retention.changed': {
    title: '到期的案件刚刚变了',
    text: '看到的和现在的不一样，所以没有照办。请返回上一页，刷新后再看一遍。',
  },
  'retention.decided': {
    title: '这张清单已经有人处理过了',
    text: '请返回上一页，刷新后看看结果。',
  },
  'search-key.left': {
    title: '还有没有重新编入检索的',
    text: '停用旧版以后，这些件按内容就找不到了。请返回上一页，先把剩下的编完。',
  },
  'rotation.left': {
    title: '还有没改封完的，旧密钥不能停用',
    text: '停用以后，封在旧密钥下的就谁也打不开了。请返回上一页，先把剩下的改封完。',
  },
  'database.not-migrated': {
    title: '数据库的表结构还是旧的',
    text: '还有 {count} 项升级没有做。请设置 DATABASE_OWNER_URL（数据库属主的连接）后运行 npm run migrate，再启动。',
  },
  'sheet.not-found': {
    title: '找不到这份登记',
    text: '没有记完的登记只有记的人自己打得开。请回到登记页，从自己的列表里找。',
  },
  'factor-reset.not-found': {
    title: '找不到这一份申请',
    text: '网址可能写错了。请回到“第二验证重置”，从列表里打开。',
  },
  'factor-reset.own': {
    title: '不能经手自己的重置',
    text: '重置第二验证要由另外两个人：一位系统管理员申请，一位安全管理员批准。请找他们办。',
  },
  'factor-reset.same-person': {
    title: '申请的人不能批准',
    text: '请另一位安全管理员批准。',
  },
  'factor-reset.answered': {
    title: '这一份申请已经有答复',
    text: '一份申请只答复一次，这一次没有照办。请回到“第二验证重置”看看结果。',
  },
  'factor-reset.not-yours': {
    title: '只有申请的人能撤回',
    text: '什么都没有改动。不同意的话，请安全管理员选不批准。',
  },
  'factor-reset.expired': {
    title: '这一份申请已经过期',
    text: '没有照办。仍然需要的话，请系统管理员重新申请。',
  },
  'factor-reset.no-keys': {
    title: '这个账号不用重置',
    text: '本人还没有登录过，或者账号已经停用，没有可以重置的第二验证。',
  },
  'passkey.known': {
    title: '这个通行密钥已经登记过',
    text: '它已经在用，没有再登记一次。请回到“通行密钥”看看登记了哪些。',
  },
  'case.not-found': {
    title: '找不到这一件',
    text: '编号可能写错了，或者这一件没有分派给您。请回到线索队列查看。',
  },
  'case.no-key': {
    title: '您的钥匙还没有确认',
    text: '这一件在您的职责范围内，但本岗位的同事还没有确认您的钥匙。请他们在“密钥与成员”里确认，再回来打开。',
  },
  'case.excluded': {
    title: '有人须回避，不能分派',
    text: '选的人里有人须回避这一件。请返回上一页，刷新后换一位；本单位没有别人可以承办的，请报上级。',
  },
  'case.moved-on': {
    title: '同事刚改过这一件',
    text: '在您打开以后，同事已经作了决定，您的改动没有保存。请回到这一件，看看现在到了哪一步。',
  },
  'identity.code-heard': {
    title: '改成实名要到窗口办',
    text: '登记的工作人员念过或者印过您的查询码，为了稳妥，网上不收身份。请到窗口，由另一位工作人员核对；电话 {telephone}。',
  },
  'appeal.not-found': {
    title: '找不到这一件',
    text: '网址可能写错了，或者它不是交给您这个单位的。请回到督办列表查看。',
  },
  'appeal.no-key': {
    title: '您的钥匙还没有确认',
    text: '督办岗位的同事还没有确认您的钥匙。请他们在“密钥与成员”里确认，再回来打开。',
  },
  'appeal.nobody-above': {
    title: '上级还没有接入，网上交不上去',
    text: '上面没有能打开它的督办岗位，所以没有收下。{ask}。',
  },
  'appeal.acted': {
    title: '这一件已经登记过处理',
    text: '同事先登记了处理，您填的没有保存。请回到这一件，看看已经登记的内容。',
  },
  'request.not-found': {
    title: '找不到这份申请',
    text: '网址可能写错了，或者这份申请和您没有关系。请回到“身份申请”查看自己的列表。',
  },
  'identity.at-office': {
    title: '这个查询码看不了身份信息',
    text: '您的查询码有工作人员念过或者印过。涉及身份和领奖励的事，请带证件到窗口，由另一位工作人员核对后办理。',
  },
  'release.own-request': {
    title: '自己的申请不能自己同意或者答复',
    text: '请找另一位负责人同意；答复要由身份保管人员来做。没有改动任何内容。',
  },
  'release.own-delegate': {
    title: '代管的人不能互相同意',
    text: '您和申请人有一位在替另一位办这一件。请找另一位负责人同意。没有改动任何内容。',
  },
  'release.same-person': {
    title: '同意和答复要由两个人来做',
    text: '这份申请是您同意的。请由身份保管岗位的另一位成员答复。没有改动任何内容。',
  },
  'letter.not-found': {
    title: '找不到这份文书',
    text: '网址可能写错了，或者这份文书和您没有关系。请回到“文书送达”查看自己的列表。',
  },
  'letter.nobody': {
    title: '没有收件人可以填',
    text: '举报人没有留身份信息。请用“没有收件人”办结这份文书，起草人会看到；可以改用留言告知。',
  },
  'letter.somebody': {
    title: '这份文书有收件人',
    text: '文书上已经填了姓名和地址，请打印、送出以后登记送达。没有改动任何内容。',
  },
  'letter.with-colleague': {
    title: '同事正在办这份文书',
    text: '身份保管岗位的一位同事已经填了收件人，打印页还开着。请等同事办完；没有办完的，打印时间过后可以接着办。没有改动任何内容。',
  },
  'document.unknown-variable': {
    title: '模板里没有“{name}”这个变量',
    text: '请核对变量的名称，再试一次。没有生成文书。',
  },
  'document.missing-variable': {
    title: '“{name}”还没有填',
    text: '请返回上一页填好，再试一次。没有生成文书。',
  },
  'document.long-variable': {
    title: '“{name}”最多 {most} 字',
    text: '请返回上一页删短，再试一次。没有生成文书。',
  },
  'document.state': {
    title: '现在不能制发“{name}”',
    text: '这一件还没有办到（或者已经过了）这份文书说的那一步。请先办那一步，再制发；要改文书适用的状态，请系统管理员在“法规数据”里修改模板。',
  },
  'document.identifies': {
    title: '“{name}”里有能认出举报人的文字，或者照抄了举报人写的话',
    text: '请用自己的话写。要写举报人姓名的文书，由身份保管岗位填写收件人。没有生成文书。',
  },
  'document.withdrawn': {
    title: '这份文书已经撤销',
    text: '撤销的文书不能登记送达。没有改动任何内容。',
  },
  'document.served-when': {
    title: '送达日期不在制发日和今天之间',
    text: '请核对送达日期，再试一次。没有改动任何内容。',
  },
  'letter.own': {
    title: '自己起草的文书不能自己办',
    text: '请身份保管岗位的另一位成员填收件人和送达。没有改动任何内容。',
  },
  'letter.not-merged': {
    title: '还没有填收件人',
    text: '要先填收件人、打印，送出以后再登记送达。请回到这份文书。',
  },
  'letter.already-closed': {
    title: '这份文书已经办完',
    text: '一份文书只办一次，这一次没有改动任何内容。请回到这份文书查看是谁、什么时候办的。',
  },
  'letter.already-returned': {
    title: '这份文书已经退回',
    text: '理由写在文书页上。改好以后请另起草一份。',
  },
  'letter.already-withdrawn': {
    title: '这份文书已经撤回',
    text: '起草人自己撤回了。仍然需要的，请另起草一份。',
  },
  'release.not-approved': {
    title: '这份申请还没有负责人同意',
    text: '要先由一位负责人同意，身份保管岗位最后答复。请回到申请页查看现在等谁。',
  },
  'release.not-answered': {
    title: '这份申请还没有答复',
    text: '要等身份保管岗位答复以后才能打开。请回到申请页查看现在等谁。',
  },
  'release.already-approved': {
    title: '这份申请已经有负责人同意了',
    text: '不用再同意一次，现在等身份保管岗位答复。请回到申请页查看是谁、什么时候同意的。',
  },
  'release.already-answered': {
    title: '这份申请已经答复过了',
    text: '一份申请只答复一次，这一次没有改动任何内容。请回到申请页查看是谁、什么时候答复的；还要再看，请另提一份申请。',
  },
  'release.already-refused': {
    title: '这份申请已经被退回',
    text: '理由写在申请页上。仍然需要的，请补充理由以后另提一份申请。',
  },
  'release.already-withdrawn': {
    title: '这份申请已经撤回',
    text: '申请人自己撤回了。仍然需要的，请另提一份申请。',
  },
  'release.already-expired': {
    title: '这份申请已经过期',
    text: '到期以前没有等到答复。仍然需要的，请另提一份申请。',
  },
  'release.asker-lost': {
    title: '申请人已经不办这一件了',
    text: '申请人改派、回避或者离开了这一件，身份不能再给他看。请退回这份申请，由现在的承办人另提。',
  },
  'release.asker-gone': {
    title: '申请人的账号已经停用',
    text: '身份不能给停用的账号看。请退回这份申请，需要时由现在的承办人另提。',
  },
  'release.over': {
    title: '这份答复已经关闭',
    text: '看的时间到了，或者答复以后太久没有打开，内容已经删除。还要再看，请另提一份申请。',
  },
  'release.no-desk': {
    title: '现在没有人能答复，所以没有提出',
    text: '本单位和上级都还没有开通身份保管岗位。请联系安全管理员安排身份保管人员，再来申请。',
  },
  'masking.changed': {
    title: '同事刚改过遮挡',
    text: '在您打开以后，同事已经保存过这一件的遮挡，您的改动没有保存。请回到遮挡页，对照以后再改。',
  },
  'brief.changed': {
    title: '同事刚改过核查要点',
    text: '在您打开以后，同事已经保存过核查要点，您的改动没有保存。请回到这一件，对照以后再改。',
  },
  'assign.warned': {
    title: '选的人有提醒，要写理由',
    text: '有人今天请假，或者申报过和这个地方的关系。请回到分派页，写明理由再分派，或者换一位。',
  },
  'relation.comparing': {
    title: '正在核对您申报的回避关系',
    text: '在办的线索很多，还没有全部和您申报的单位核对过；核对完以前不显示任何线索。请过一会儿再打开这一页。',
  },
  'relation.many': {
    title: '申报的关系太多了',
    text: '一个人最多申报 {most} 项，这一项没有保存。请先撤下不再有的。',
  },
  'draw.too-small': {
    title: '能抽的人不够',
    text: '抽 {each} 位，至少要有 {needed} 位可以抽。不够的：{cases}。没有抽取，也没有分派。请添人，或者去掉这几件。',
  },
  'draw.pool-changed': {
    title: '名单和承诺时不一样了',
    text: '名单里有人离开、须回避，或者有一件已经不能分派。没有抽取。请放弃这一次，重新定名单。',
  },
  'draw.over': {
    title: '这一次抽取已经结束',
    text: '结果不能改，也不能再抽。请回到这一次抽取看记录。',
  },
  'draw.no-word': {
    title: '还没有见证字',
    text: '请另一位同事先写见证字，再抽取。',
  },
  'draw.own-word': {
    title: '发起的人不能自己见证',
    text: '请另一位负责人或者受理人员来写见证字。',
  },
  'draw.not-yours': {
    title: '由发起的人来抽取',
    text: '谁发起，谁抽取或者放弃。这一次没有照办。',
  },
  'assign.not-a-handler': {
    title: '选的人现在不能承办',
    text: '这位同事不在本单位的承办名单上，或者账号已经停用。请回到分派页，重新选两位。',
  },
  'handover.other-gone': {
    title: '另一位承办人也不在了',
    text: '这一件要重新选两位承办人。请打开这一件，用“分派”选两位。',
  },
  'handover.not-theirs': {
    title: '这一件已经不在他名下',
    text: '同事刚刚改派过。请刷新这一页，看看还剩哪些。',
  },
  'substitute.not-found': {
    title: '找不到这次代办',
    text: '它已经结束，或者不是本单位的。请回到代办页看看。',
  },
  'substitute.not-a-handler': {
    title: '选的人不能代办',
    text: '代办的和请假的，都要是本单位正在承办案件的两位不同的同事。请重新选。',
  },
  'substitute.away': {
    title: '选的人那几天自己也请假',
    text: '他在这段时间里也有人代办。请另选一位，或者改日期。',
  },
  'substitute.taken': {
    title: '这位同事已经有人代办',
    text: '一个人同一时间只能有一位代办人。请先结束现在的代办，再指定新的。',
  },
  'substitute.days': {
    title: '代办的日期不对',
    text: '从今天或者以后的一天开始，结束日不早于开始日，一次最长 {days} 天。请改好再提交。',
  },
  'review.left': {
    title: '还有人没有核对',
    text: '每个人都看过以后才能完成这一期。请回到权限核对页，把剩下的核对完。',
  },
  'assign.two-handlers': {
    title: '要选两位不同的承办人',
    text: '每一件都由两位承办人一起核查。请回到分派页，选两位。',
  },
  'evidence.uploads-busy': {
    title: '现在传文件的人太多，请过一会儿',
    text: '这次的文件没有收下，以前传好的都还在。请返回上一页，过一会儿再传；急事请拨打 {telephone}。',
  },
  'receipt.busy': {
    title: '现在查询的人很多',
    text: '请过一分钟再试。您的查询码没有问题，也没有被记录。',
  },
  'resume.busy': {
    title: '现在存草稿、接着写的人很多',
    text: '请返回上一页，过一分钟再试。您填的内容还在。',
  },
  'paper.busy': {
    title: '现在生成文书的人很多',
    text: '请过一分钟再试。',
  },
  'picture.busy': {
    title: '现在存图片的人很多',
    text: '请过一分钟再试，或者先抄在纸上。',
  },
  'password.busy': {
    title: '现在登录的人很多',
    text: '请过一分钟再试。',
  },
  'seal.broken': {
    title: '这份内容打不开',
    text: '内容没有通过完整性核对，没有显示给任何人。请联系系统管理员核对数据库。',
  },
  'file.broken': {
    title: '这份材料打不开',
    text: '材料没有通过完整性核对，没有显示给任何人。请联系系统管理员核对存储。',
  },
  'public-key.broken': {
    title: '密钥没有通过核对',
    text: '数据库中的公钥不是本系统登记的那一把，操作已停止，没有用它加密任何内容。请联系系统管理员。',
  },
  'installation.secret-missing': {
    title: '缺少安装密钥，没有启动',
    text: '找不到安装密钥。请设置 APP_SECRET，或把密钥文件放到 {file}；数据库里已有数据的，要用原来那一把。第一次使用时，用 openssl rand -base64 48 生成一把，另行备份，服务和 npm run cli 都用它。不会自动生成。',
  },
  'installation.secret-wrong': {
    title: '安装密钥不对，没有启动',
    text: '第 {version} 版安装密钥与这个数据库登记的不是同一把。请换回原来的密钥（旧版也要保留），再启动。',
  },
  'installation.mark-missing': {
    title: '数据库里的密钥登记不见了，没有启动',
    text: '数据库里已有人员或举报，登记安装密钥的表 installation_marks 却是空的，可能有人动过数据库。请从备份恢复这张表，并核对操作记录（npm run cli -- audit verify），再启动。',
  },
  'installation.secret-malformed': {
    title: '安装密钥的写法不对，没有启动',
    text: '密钥至少 32 个随机字符，中间没有空格和逗号。有几版时，每一版写成“版本号:密钥”，各版之间用逗号隔开。',
  },
  'installation.secret-exposed': {
    title: '安装密钥文件可被他人读取，没有启动',
    text: '请把 {file} 的权限改为 0600；如可能已被他人读取，请更换密钥。',
  },
  'recovery.share-slip': {
    title: '第 {position} 份恢复密钥抄写有误',
    text: '请对照纸面逐组核对后再输入。字母 O 与数字 0、字母 I、L 与数字 1 不必区分。',
  },
  'recovery.shares-differ': {
    title: '这几份恢复密钥合不到一起',
    text: '请确认是同一次生成的两份不同的恢复密钥，再输入一次。',
  },
  'recovery.other-key': {
    title: '这几份恢复密钥是另一套系统的',
    text: '它们合得到一起，但不是本系统现在用的恢复密钥。请核对纸面上的单位和日期。没有改动任何内容。',
  },
  'recovery.nobody': {
    title: '这个账号没有可以恢复的私钥',
    text: '没有这个用户名，或者本人从未登录过，或者账号已经停用。没有改动任何内容。',
  },
  'recovery.no-file': {
    title: '读不到恢复密钥文件',
    text: '请核对 --shares 后面的文件名。文件里每行写一份，至少两份。没有改动任何内容。',
  },
  'evidence.not-found': {
    title: '找不到这份材料',
    text: '网址可能写错了，或者这一件没有分派给您。请回到案件页查看。',
  },
  'evidence.request': {
    title: '一次传得太多，没有保存',
    text: '每个文件不能超过 {each}，一次最多 {files} 个。请返回上一页，分几次传。',
  },
  'evidence.cut': {
    title: '传到一半断网了',
    text: '这一次的文件都没有保存，先前保存的还在。请返回上一页再传一次。',
  },
  'evidence.form': {
    title: '这一页填的内容太多，没有保存',
    text: '请返回上一页，把文字缩短，或者把文件分几次传。',
  },
  'evidence.busy': {
    title: '正在打开的材料很多',
    text: '请过几秒再打开这一页。',
  },
  'staff.not-found': {
    title: '找不到这个人',
    text: '这个账号不存在、还没有启用，或者已经停用。',
  },
  'staff.own-account': {
    title: '自己的账号要由别人来办',
    text: '自己的职责、停用和邀请，都要由另一位管理员来办。什么都没有改动。',
  },
  'staff.last-admin': {
    title: '这是最后一位这样的管理员',
    text: '他离开以后，就没有人能管理这个单位和下级单位的人员了，所以什么都没有改动。请先让另一位同事担任同一项管理职责并登录一次，然后再办。',
  },
  'duties.same': {
    title: '职责没有变化',
    text: '选的和现在的职责一样，没有要生效的变更。请返回上一页，改好再提出。',
  },
  'proposal.not-found': {
    title: '这项变更已经办过了',
    text: '它已经生效、没有同意、被撤回，或者被新的一项代替了。请回到“待生效的变更”，看看最新的情况。',
  },
  'proposal.own': {
    title: '提出的人不能自己生效',
    text: '职责和单位的变更要两个人办：一人提出，另一人生效。什么都没有改动，请另一位安全管理员来办。',
  },
  'proposal.not-yours': {
    title: '只有提出的人能撤回',
    text: '什么都没有改动。不同意的话，请安全管理员在“待生效的变更”里选不同意。',
  },
  'invitation.not-waiting': {
    title: '这位同事不用邀请链接',
    text: '他已经设好登录方式，或者账号已经停用。忘了密码或者换了手机的，请走找回账号。',
  },
  'invitation.closed': {
    title: '这个链接打不开了',
    text: '邀请链接只能用一次，过期或者又发了新的也会作废。请联系给您链接的管理员，再要一个；如果您没有用过它，请马上告诉他。',
  },
  'organisation.unknown-region': {
    title: '没有这个行政区划代码',
    text: '请按国家标准 GB/T 2260 核对 6 位代码，改好再保存。',
  },
  'organisation.level-region': {
    title: '区划代码和层级对不上',
    text: '国家写 000000，省级后四位是 0000，市级后两位是 00，县级后两位不是 00。请改好再保存。',
  },
  'organisation.outside': {
    title: '这个地区不归那个上级单位管',
    text: '下级单位的区划代码要在上级单位的地区之内。请核对区划代码，或者另选上级单位。',
  },
  'organisation.same-parent': {
    title: '它已经在这个上级单位下面',
    text: '没有要变的。要改到别的单位下面，请另选一个上级单位。',
  },
  'organisation.name-form': {
    title: '单位名称没有写好',
    text: '全称和简称都写 1 到 100 个字。',
  },
  'staff.name-taken': {
    title: '用户名已有人用',
    text: '请换一个用户名再添加。',
  },
  'staff.identity-apart': {
    title: '身份保管不能兼任受理、承办、负责人或财务',
    text: '同一个人不能既看得到举报内容或付款，又拿得到举报人身份。请分给两个人。',
  },
  'staff.finance-apart': {
    title: '财务不能兼任受理、承办或负责人',
    text: '办案和付款要由不同的人负责。请分给两个人。',
  },
  'staff.admin-apart': {
    title: '管理员和审计员不能兼任办案、身份或财务职责',
    text: '系统管理员、安全管理员和审计员不接触案件内容。请分给两个人。',
  },
  'staff.admins-apart': {
    title: '系统管理员、安全管理员、审计员要由三个人担任',
    text: '这三项职责互相监督，一个人只能担任其中一项。',
  },
  'recovery.already-made': {
    title: '恢复密钥已经生成过',
    text: '恢复密钥只生成一次，没有改动任何内容。',
  },
  'recovery.not-made': {
    title: '还没有生成恢复密钥',
    text: '请先在服务器的终端运行 npm run cli -- setup，再添加人员和接收举报。',
  },
  'desk.last-holder': {
    title: '这是{desk}岗位最后一位持有密钥的成员',
    text: '他离开以后就没有人能打开这个岗位的案件，所以什么都没有改动。请先给本单位另一位同事这项职责，由他登录、再由现在的成员在“密钥与成员”里确认，然后再办。',
  },
  'desk.not-found': {
    title: '这个岗位还没有密钥',
    text: '它的第一位成员登录以后才会建立密钥。请先让一位有这项职责的同事登录。',
  },
  'desk.not-held': {
    title: '您没有这个岗位的密钥',
    text: '只有持有岗位密钥的成员才能把密钥交给别人。',
  },
  'intake.not-ready': {
    title: '网上举报还没有开通',
    text: '这个网站还没有准备好保管举报，现在填的内容不会被收下。急事请拨打举报电话 {telephone}。',
  },
  'site.not-open': {
    title: '本站还没有开通',
    text: '这个网站还在准备，现在不收举报，也不保存任何内容。请过几天再来。',
  },
  'intake.nobody-above': {
    title: '这一件在网上还收不了',
    text: '涉及医保部门自己的举报要交给上一级，但上一级还没有接入，所以没有收下。{ask}。',
  },
  'intake.no-desk': {
    title: '现在没有人能打开举报，所以没有收下',
    text: '受理岗位还没有开通。填的内容还在草稿里，请过一天再提交；急事请拨打 {telephone}。',
  },
  'intake.draft-gone': {
    title: '草稿已经退出',
    text: '太久没有操作，为了安全已经退出。请从“我要举报”重新开始。',
  },
  'session.ended': {
    title: '这一页已经换过了，刚才的没有提交',
    text: '同一个浏览器里别的窗口刚进入、退出或者重新开始过。写好的还在，请回到上一页刷新，再提交一次。',
  },
  'demonstration.not-found': {
    title: '这里没有演示账号',
    text: '在数据目录里没有找到 demo-accounts.json。请先用 npm start 启动演示环境；数据目录不在当前文件夹时，请设置 DATA_DIR。',
  },
  'demonstration.not-here': {
    title: '这里是正式环境，不放演示数据',
    text: '演示数据只放进演示环境：没有 DATABASE_URL，也没有 NODE_ENV=production。什么都没有改动。要看演示，请去掉这两个设置，并换一个 DATA_DIR。',
  },
  'demonstration.real-files': {
    title: '这个目录里是正式环境的文件，演示环境不会打开',
    text: '{dataDir} 里存着正式环境收到的文件，什么都没有改动。要运行正式环境，请先设好它的环境变量（DATABASE_URL、APP_SECRET 等）；要看演示，请换一个 DATA_DIR。',
  },
  'demonstration.too-many': {
    title: '要的件数太多',
    text: '演示数据最多 {most} 件。',
  },
  'demonstration.account-changed': {
    title: '演示账号 {user} 打不开',
    text: '它的密码改过，或者账号已经停用。演示数据由演示账号来办理，请用没有改过密码的演示环境：换一个 DATA_DIR，或者删去数据目录重新开始。',
  },
  'demo-account.not-found': {
    title: '没有这个演示账号',
    text: '用户名写在 demo-accounts.json 里，请核对后再试。',
  },
  'oversight.not-found': {
    title: '找不到这份督办函',
    text: '它可能不归本单位，或者网址不对。请从督办函的列表里打开。',
  },
  'oversight.self': {
    title: '不能督办本单位',
    text: '督办函发给下级单位。本单位的事请直接办理。',
  },
  'oversight.not-below': {
    title: '那个单位不是本单位的下级',
    text: '只能督办下级医保部门。请重新选一个。',
  },
  'oversight.no-case': {
    title: '那个单位没有这个编号的件',
    text: '请核对编号；不针对某一件的，编号不填。',
  },
  'oversight.no-desk': {
    title: '那边还没有人能打开',
    text: '那个单位的受理岗位还没有成员持有钥匙，发过去谁也打不开，所以没有发。请那边的负责人先登录一次。',
  },
  'oversight.day': {
    title: '答复的日子不行',
    text: '答复的日子要在今天以后，而且是工作日。',
  },
  'oversight.day-earlier': {
    title: '新的日子要比原来的晚',
    text: '延期要延到更晚的一天。',
  },
  'oversight.not-yours': {
    title: '这一步不由您办',
    text: '签收、答复由承办单位的负责人办；催办、延期、退回、结办由督办单位办。',
  },
  'oversight.answer-elsewhere': {
    title: '答复由承办单位的负责人写',
    text: '请等承办单位答复。承办人要说的，请交给本单位负责人。',
  },
  'oversight.not-received': {
    title: '还没有签收',
    text: '请先签收，再答复。',
  },
  'oversight.received': {
    title: '已经签收过了',
    text: '同事刚刚签收。请看看现在的情况。',
  },
  'oversight.not-answered': {
    title: '还没有答复',
    text: '等承办单位答复以后，才能退回或者结办。',
  },
  'oversight.answered': {
    title: '已经答复了',
    text: '答复已经报上来，不用再催办或者延期。请审看答复。',
  },
  'oversight.closed': {
    title: '这份督办函已经结办',
    text: '结办以后不再答复、催办或者延期。',
  },
  'oversight.own-letter': {
    title: '结办要由另一个人',
    text: '这份督办函是您签发的，请本单位另一位负责人或者督办岗位的同事结办。',
  },
  'oversight.newer-answer': {
    title: '答复刚刚更正过',
    text: '承办单位报来了新的一版答复。请看了新的一版再决定。',
  },
  'oversight.no-sample': {
    title: '这一份不是抽查复核',
    text: '只有抽查复核的才交案卷、写复核意见。',
  },
  'oversight.hand-first': {
    title: '抽查复核的先交案卷',
    text: '请签收以后交案卷。上级退回重办的，再答复。',
  },
  'oversight.judged': {
    title: '已经复核完了',
    text: '请看复核的意见。',
  },
  'oversight.not-handed': {
    title: '案卷还没有交来',
    text: '等承办单位交来案卷以后再写复核意见。',
  },
  'oversight.handed': {
    title: '案卷已经交了',
    text: '同事刚刚交给上级。请看看现在的情况。',
  },
  'sample.not-found': {
    title: '找不到这次抽查',
    text: '它可能不归本单位，或者网址不对。请从抽查的列表里打开。',
  },
  'sample.no-desk': {
    title: '督办岗位还没有人能打开',
    text: '督办单位的督办岗位还没有成员持有钥匙，案卷交上来谁也打不开。请督办岗位的同事先登录一次。',
  },
  'sample.too-small': {
    title: '符合条件的件不够抽',
    text: '办结的件要比抽的多。请把日期放宽，或者少抽几件。什么都没有定下。',
  },
  'sample.own-word': {
    title: '随机词要由另一个人写',
    text: '名单是您定的，请督办岗位的另一位同事写随机词并抽取。',
  },
  'sample.drawn': {
    title: '已经抽过了',
    text: '抽过的不能重抽。请看抽中的件。',
  },
  'handing.body': {
    title: '没有这个单位',
    text: '只能交给在本系统里的医保部门。请重新选一个。',
  },
  'handing.self': {
    title: '不能交给本单位',
    text: '这一件就在本单位。请选别的单位，或者回到这一件接着办。',
  },
  'handing.no-desk': {
    title: '那边还没有人能打开',
    text: '{body}的受理岗位还没有成员持有钥匙，交过去谁也打不开，所以没有移交。请交给它的上级，或者请那边先登录一次。',
  },
  'handing.about-body': {
    title: '举报的就是那个单位',
    text: '举报人说这件事涉及{body}或者它的上级、它的人，不能交过去。请由上级办理，或者交给不相干的单位。',
  },
  'handing.not-cleared': {
    title: '还没有核实和那个单位有没有关系',
    text: '举报人说不准这件事和那个单位有没有关系。核实以后请勾选下面那一项再移交。',
  },
  'handing.under-way': {
    title: '移交还没有结果',
    text: '这一件已经移交，对方还没有签收或者退回。要收回来，请先在“移交和协查”里撤回。',
  },
  'handing.moved-on': {
    title: '移交的情况已经变了',
    text: '对方或者同事刚刚办过。请看看现在的情况再决定。',
  },
  'handing.not-yours': {
    title: '这一步不由本单位办',
    text: '签收、退回由收件单位办，撤回由送件单位办，指定管辖由共同的上级办。',
  },
  'handing.answer-elsewhere': {
    title: '答复由收件单位写',
    text: '请等收件单位答复。要补充情况，请给他们打电话。',
  },
  'handing.answered': {
    title: '已经答复过了',
    text: '答复只有一次。还有要说的，请给对方打电话，并记在案卷里。',
  },
  'handing.only-answer': {
    title: '协查函只要答复',
    text: '协助调查不移交案件，签收以后写答复就行；不归本单位的，请退回。',
  },
  'handing.designated': {
    title: '上级已经指定由本单位办理',
    text: '指定管辖的不能再退回、转走或者提出争议。请签收办理。',
  },
  'handing.nobody-above': {
    title: '没有能指定管辖的上级',
    text: '两边没有共同的上级，或者一边就是另一边的上级。不归本单位的，请退回并说明理由。',
  },
  'desk.missing': {
    title: '现在没有人能打开这份内容，所以没有收下',
    text: '保管它的岗位还没有开通。填的内容还在，请过一天再提交；选了实名的，也可以改成匿名。急事请拨打 {telephone}。',
  },
  'law.not-found': {
    title: '缺少这一条规定',
    text: '这个地方、这一天没有可用的规定。请联系系统管理员核对规定的适用地区和起止日期。',
  },
  'law.no-source': {
    title: '这条规定没有写来源',
    text: '{entry}：请写明出自哪个文件、哪一条，再保存。整批都没有保存。',
  },
  'law.exists': {
    title: '这个版本已经有了',
    text: '{entry}：请换一个版本号再保存。整批都没有保存。',
  },
  'law.overlap': {
    title: '和另一个版本的日期重叠',
    text: '{entry}：同一天只能有一个版本。请先写上旧版本的最后一天，再保存新版本。整批都没有保存。',
  },
  'law.length': {
    title: '期限的长度不对',
    text: '{entry}：长度要写 1 到 3660 之间的整数。整批都没有保存。',
  },
  'law.unit': {
    title: '不认识这个期限单位',
    text: '{entry}：单位只能是工作日、自然日、月、年、小时。整批都没有保存。',
  },
  'law.malformed': {
    title: '这条规定没有填完整',
    text: '{entry}：请核对地区、起止日期和内容，再保存。整批都没有保存。',
  },
  'law.brackets-gap': {
    title: '奖励的分段之间有空档',
    text: '{entry}：第一段从 0 开始，每一段从上一段结束的地方开始，最后一段没有终点。整批都没有保存。',
  },
  'law.brackets-overlap': {
    title: '奖励的分段互相重叠',
    text: '{entry}：每一段从上一段结束的地方开始，并且终点大于起点。整批都没有保存。',
  },
  'law.reward-order': {
    title: '没有写清先算什么、后算什么',
    text: '{entry}：比例、加奖、最低、最高四步要各写一次，比例在最前面。整批都没有保存。',
  },
  'law.reward-floor': {
    title: '最低奖励比最高奖励还多',
    text: '{entry}：请核对最低和最高奖励。整批都没有保存。',
  },
  'law.reward-cap': {
    title: '最高奖励（cap）写了 0，就一分钱也不给；没有上限的写 null',
    text: '{entry}：请核对最高奖励。整批都没有保存。',
  },
  'law.reward-least': {
    title: '有一处的最低奖励（least）比最高奖励（cap）还多，请核对',
    text: '{entry}：等级、分段和加奖里的最低奖励都不能超过最高奖励。整批都没有保存。',
  },
  'law.reward-subjects': {
    title: '单位（unit）或者个人（individual）写了两次，每种只能写一次',
    text: '{entry}：请把同一种对象的分段合在一处。整批都没有保存。',
  },
  'law.reward-grades': {
    title: '奖励的等级前后不一致',
    text: '{entry}：等级不能重名，加奖写到的等级要在等级表里，幅度要从小到大。整批都没有保存。',
  },
  'organisation.not-found': {
    title: '找不到这个单位',
    text: '网址可能写错了，或者平台还没有设置完。请联系系统管理员。',
  },
  'organisation.region': {
    title: '区划代码要写 6 位数字',
    text: '请按行政区划代码改好，再保存。',
  },
  'organisation.parent': {
    title: '上级单位的层级要更高',
    text: '请选国家、省、市中层级更高的单位作上级。',
  },
  'organisation.exists': {
    title: '这个单位已经有了',
    text: '单位编码不能重复，同一个地区同一类部门只能有一个。请核对后再保存。',
  },
  'institution.not-found': {
    title: '找不到这家机构',
    text: '名单可能更新过。请返回上一步重新查找，或者直接写名字。',
  },
  'institutions.encoding': {
    title: '看不懂这个文件的文字编码',
    text: '请把文件另存为 UTF-8 或者 GB18030 编码的 CSV，再导入一次。没有导入任何一行。',
  },
  'institutions.header': {
    title: '第一行缺少列：{missing}',
    text: '第一行要写：{header}。改好后再导入一次，没有导入任何一行。',
  },
  'institutions.quotes': {
    title: '有一个引号没有配对',
    text: '请检查双引号是否成对，改好后再导入一次。没有导入任何一行。',
  },
  'deadline.not-a-clock': {
    title: '这条规定不能按天计算',
    text: '它是方案规定的日期，或者没有期限，或者按小时计算又没有起算的时刻。请换一条期限规定。',
  },
  'deadline.too-long': {
    title: '算出来的日期太远',
    text: '从起算到到期超过一百年。请核对起算日期和暂停的日期。',
  },
  'deadline.not-found': {
    title: '找不到这个期限',
    text: '网址可能写错了。请回到这一件的“期限”一栏。',
  },
  'deadline.not-by-hand': {
    title: '这个期限随办理的步骤结束',
    text: '办到那一步，它会自己结束，不用另外登记。',
  },
  'deadline.start-day': {
    title: '这一天还没有到',
    text: '期限从已经发生的那一天起算，请核对日期。',
  },
  'deadline.case-closed': {
    title: '这一件已经办结',
    text: '办结以后不再开始新的期限。要接着办，请先重新打开这一件。',
  },
  'deadline.runs': {
    title: '这个期限已经在算了',
    text: '它从另一天起算，不能再登记一次。请在期限页上看它的日期；办完了，先登记办完。',
  },
  'deadline.end-day': {
    title: '这一天不能算办完的日期',
    text: '办完的日期不能早于开始的那一天，也不能晚于今天。请返回改日期。',
  },
  'deadline.done': {
    title: '这个期限已经办完',
    text: '办完的期限不再暂停、恢复、延长，日期保持原样。',
  },
  'deadline.overdue': {
    title: '这个期限已经超期',
    text: '暂停和延长要在到期以前办。请尽快把事情办完，并写明超期的原因。',
  },
  'pause.backward': {
    title: '暂停的日期写反了',
    text: '暂停的第一天要在最后一天以前，或者是同一天。请对调或者改好再提交。',
  },
  'pause.overlap': {
    title: '两段暂停的日期重叠',
    text: '同一天只能在一段暂停里。请改好日期再提交。',
  },
  'pause.lasts': {
    title: '这个期限已经暂停',
    text: '同事可能先办了。请回到这一件的“期限”一栏，看看最新的情况。',
  },
  'pause.none': {
    title: '这个期限没有暂停',
    text: '同事可能先恢复了。请回到这一件的“期限”一栏，看看最新的情况。',
  },
  'pause.day': {
    title: '暂停或者恢复的日期不对',
    text: '暂停从起算那一天到今天之间的一天开始；恢复不早于暂停的第一天，不晚于今天。',
  },
  'pause.case': {
    title: '这一件中止着',
    text: '中止期间所有期限都不计算。恢复办理以后，再单独暂停或者恢复某一个期限。',
  },
  'extension.not-found': {
    title: '找不到这个延期申请',
    text: '网址可能写错了。请回到这一件的“期限”一栏。',
  },
  'extension.none-left': {
    title: '这个期限不能再延长',
    text: '规定的次数已经用完，或者规定没有延长。',
  },
  'extension.length': {
    title: '延长的长度不对',
    text: '长度不能超过规定，写从 1 起的整数。',
  },
  'extension.waiting': {
    title: '已经有人申请延长',
    text: '同一个期限一次只能有一个申请。请等它有了结果，或者先撤回它。',
  },
  'award.not-found': {
    title: '没有这份奖励意见',
    text: '网址可能写错了，或者它不归您的单位付款。请从奖励列表里重新进入。',
  },
  'award.no-key': {
    title: '现在打不开这份奖励意见',
    text: '您的账号还没有财务岗位的钥匙。请已经能打开的同事在“岗位”里确认您，再打开一次。',
  },
  'award.own': {
    title: '自己经手的不能自己审批',
    text: '提出、审核、财务审批要由三个人办。请让另一位有权限的同事来办。',
  },
  'award.moved-on': {
    title: '这份奖励意见已经变了',
    text: '同事刚刚办过这一步，没有重复办理。请返回看最新的情况，再决定怎么办。',
  },
  'award.not-decided': {
    title: '还不能提出奖励意见',
    text: '作出处理决定、认定了基金损失的件才能奖励。请先作出决定。',
  },
  'award.decided-anew': {
    title: '提出以后，案件重新作了决定',
    text: '这份奖励意见是按以前的决定算的，认定的损失可能变了。请退回，请提出的人按新的决定再提。',
  },
  'award.not-yours': {
    title: '这一件不归您承办',
    text: '奖励意见由承办人或者负责人提出。请让承办这一件的同事来提。',
  },
  'award.running': {
    title: '这份举报已经有奖励意见',
    text: '一份举报同时只有一份奖励意见，没有再提。请返回看它办到哪一步。',
  },
  'award.earlier-first': {
    title: '先办更早受理的举报',
    text: '同一件事先奖励最先受理的举报。请先给更早的那一份提出奖励意见（可以是不予奖励），再办这一份。',
  },
  'award.no-finance': {
    title: '没有能收件的财务岗位',
    text: '本单位和上级都还没有财务人员登录过。请系统管理员先安排财务审批和出纳，并请他们登录一次。',
  },
  'award.no-rule': {
    title: '没有可以用的奖励办法',
    text: '这里没有已经确认的奖励办法，算不出数额。请系统管理员在“法规数据”里确认本地的办法，再来提出。',
  },
  'award.no-wish': {
    title: '举报人没有领奖励的意愿',
    text: '举报人没有留下领奖口令或者姓名，或者已经放弃奖励。请在“愿意领奖励”一条写不符合，提出不予奖励；需要确认的，先给举报人留言。',
  },
  'award.no-match': {
    title: '查实的和举报的不一致',
    text: '认定结论写的是与举报不一致，不能奖励。请把“查证属实”一条写成不符合，提出不予奖励。',
  },
  'award.no-loss': {
    title: '没有造成基金损失',
    text: '这里的奖励办法没有开通无损失的奖励。请把“查证属实并造成损失”一条写成不符合，提出不予奖励。',
  },
  'award.fixed-range': {
    title: '定额奖励超出幅度',
    text: '没有基金损失的奖励在 {from} 元到 {to} 元之间。请改金额，再提出一次。',
  },
  'award.basis': {
    title: '奖励的基数比认定的损失多',
    text: '基数最多是认定结论里举报事项造成的基金损失。请改基数，再提出一次。',
  },
  'award.basis-taken': {
    title: '同一件事不能奖励两次',
    text: '同一件事的几份举报加起来，基数最多是认定的基金损失，别的举报已经用掉一部分。请把基数改小，再提出一次。',
  },
  'award.figures': {
    title: '按这份办法算不出来',
    text: '{why}。请补上，或者请系统管理员补齐奖励办法，再提出一次。',
  },
  'award.ended': {
    title: '这一件已经办完，不能提出奖励意见',
    text: '它没有作出认定基金损失的处理决定。确实要奖励的，请负责人先重新办理，作出决定以后再提。',
  },
  'award.nothing': {
    title: '按这份办法算出来是 0 元',
    text: '没有钱可以奖励。请核对基数和比例；确实不该奖励的，请在条件里写明，按不予奖励提出。',
  },
  'award.window': {
    title: '领奖期限已经过了',
    text: '到期没有领的，视为放弃。有正当理由的，请给办案人员留言或者打举报电话，财务岗位可以延长期限。',
  },
  'award.until': {
    title: '新的截止日期不对',
    text: '新的截止日期要比原来的晚，而且不早于今天。请改日期，再提交一次。',
  },
  'award.until-long': {
    title: '新的截止日期太晚了',
    text: '一次最多再加一个领奖期限，到{latest}。请改日期，再提交一次；到时候还不够，可以再延。',
  },
  'claim.not-found': {
    title: '没有这份申领',
    text: '网址可能写错了，或者它不归您的单位付款。请从申领列表里重新进入。',
  },
  'claim.own': {
    title: '自己登记的要由别人核对',
    text: '收款信息由没有登记过它、也没有经手过这份奖励的财务人员核对。请让另一位同事来核对。',
  },
  'claim.word-needed': {
    title: '这份举报要有口令才能领',
    text: '工作人员见过这份举报的查询码，只凭查询码和证件不能登记。请来的人再想想口令，在领奖期限以内再来登记。',
  },
  'claim.unconfirmed': {
    title: '还没有逐条确认',
    text: '这份申领有要单独确认的地方。请逐条勾选，写明核实的情况，再通过；核实不了的，请退回。',
  },
  'claim.moved-on': {
    title: '这份申领已经核对过',
    text: '同事刚刚核对或者退回了它，没有重复办理。请返回看最新的情况。',
  },
  'claim.paying': {
    title: '已经在付款，不能退回',
    text: '这份申领已经编进付款批次。请先作废批次，或者等银行回盘；付错了的，办理付款退回。',
  },
  'claim.paid': {
    title: '已经全部到账，不能退回',
    text: '这份申领的钱都到账了。款又退回来的，请打开那一笔付款，提出退回入账；付错了的，提出追回。',
  },
  'claim.sum': {
    title: '各人的金额加起来不对',
    text: '各人的金额加起来比奖励{side} {gap} 元。请改金额，再提交一次。',
  },
  'claim.payees': {
    title: '收款人的个数不对',
    text: '一份奖励由 1 到 {most} 个人分。人更多的，请到窗口办理。',
  },
  'pay-batch.not-found': {
    title: '没有这个付款批次',
    text: '网址可能写错了，或者它不是您单位的。请从付款批次的列表里重新进入。',
  },
  'payment.not-found': {
    title: '没有这笔付款',
    text: '网址可能写错了，或者它不是您单位的。请从付款批次里重新进入。',
  },
  'payment.none': {
    title: '还没有选要付的申领',
    text: '请至少选一份核对过的申领，再编制批次。',
  },
  'payment.too-many': {
    title: '一个批次放不下这么多',
    text: '一个批次最多 {most} 笔。请分几个批次编制。',
  },
  'payment.claims-moved': {
    title: '有申领已经不在等付款',
    text: '选的申领里有 {count} 份已经编进别的批次，或者已经退回，没有编制批次。请刷新列表，重新选。',
  },
  'payment.own': {
    title: '经手过的不能付款',
    text: '编制和放行要由两个人办。提出、审核过里面的奖励的，看不到收款人，也不参与付款。请让另一位财务人员来办。',
  },
  'payment.changed': {
    title: '批次和编制的时候不一样',
    text: '收款信息或者金额在编制以后变过，没有放行。请作废这个批次，查清原因，重新编制。',
  },
  'payment.moved-on': {
    title: '这一步已经办过',
    text: '同事刚刚放行、作废或者退回过，没有重复办理。请返回看最新的情况。',
  },
  'payment.asked-back': {
    title: '这份奖励已经决定追回',
    text: '款退回来的，请在这一份的“追回奖励”里登记，不再退回重付。',
  },
  'payment.not-released': {
    title: '还没有放行，不能下载',
    text: '由没有编制这个批次的另一位财务人员放行以后，才能下载给银行的文件。',
  },
  'payment.answer-twice': {
    title: '这份回盘文件已经导入过',
    text: '内容一样的文件导入过一次，没有再导入。请核对文件，导入新的回盘。',
  },
  'payment.own-reversal': {
    title: '自己提出的要由别人同意',
    text: '付款退回由另一位财务人员同意。请让同事来办。',
  },
  'clawback.asked': {
    title: '已经提出过追回',
    text: '这份奖励已经有一份追回，没有再提。请返回看它办到哪一步。',
  },
  'clawback.not-paid': {
    title: '还没有付清，不用追回',
    text: '付清以后才能追回。还没付的，退回申领或者作废批次就行。',
  },
  'clawback.own': {
    title: '自己提出的要由别人同意',
    text: '追回由另一位财务人员同意。请让同事来办。',
  },
  'clawback.moved-on': {
    title: '这一步现在不能办',
    text: '追回要先由另一位同意，再登记到账；也可能同事刚刚办过。请返回看最新的情况。',
  },
  'budget.short': {
    title: '预算不够',
    text: '{year} 年还差 {gap} 元。请财务先追加预算，再来办这一笔；这一笔先留着，没有改动。',
  },
  'budget.cut': {
    title: '减得太多',
    text: '{year} 年没有占用、没有付出去的只有 {most} 元，最多减这么多。请改金额，再提交一次。',
  },
  'budget.resent': {
    title: '这张表已经交过一次，内容不一样',
    text: '交过的那一项在“等着批准的”里，可以撤回。这一次填的还在表里，要另外提出的，请再提交一次。',
  },
  'budget.moved': {
    title: '预算刚刚被别的奖励占用了',
    text: '两笔同时办，剩下的只够一笔。请刷新看还有多少，不够的请先追加预算。',
  },
  'budget.decided': {
    title: '已经有了答复',
    text: '同事刚刚批准、没有批准或者撤回了这一项。请刷新看最新的情况。',
  },
  'budget.own': {
    title: '要由另一位财务人员批准',
    text: '自己提出的预算自己只能撤回；别人提出的由您批准或者不批准。',
  },
  'extension.minutes': {
    title: '还没有写集体讨论的结论',
    text: '规定由负责人集体讨论决定。请返回上一页，刷新以后写清日期、参加人和结论再批准。',
  },
  'extension.own': {
    title: '自己的申请要由别人批准',
    text: '请另一位负责人决定。您可以撤回自己的申请。',
  },
  'extension.decided': {
    title: '这个延期申请已经有了结果',
    text: '同事先决定了。请回到这一件的“期限”一栏，看看最新的情况。',
  },
  'deadline.length': {
    title: '期限的长度不对',
    text: '长度要写 1 到 3660 之间的整数。请核对这条期限规定。',
  },
  'staff.name-form': {
    title: '用户名的写法不对',
    text: '用户名用 2 到 40 个小写字母、数字、点或横线，以字母或数字开头，例如 zhang.wei。',
  },
  'staff.email-form': {
    title: '邮箱地址的写法不对',
    text: '写一个完整的邮箱地址，例如 zhang.wei@example.gov.cn；写 - 是删掉。',
  },
  'staff.display-name': {
    title: '姓名的写法不对',
    text: '姓名写 1 到 60 个字。',
  },
  'batch.started': {
    title: '这份清单已经开始导入',
    text: '开始以后不能再改对应的列。请回到这份清单，看进度和结果。',
  },
  'batch.twice': {
    title: '这个文件本单位已经导入过',
    text: '另一份内容相同的清单已经开始导入，没有再导入。有新的线索，请另存一个只有新线索的文件。',
  },
  'batch.unchecked': {
    title: '这份清单还没有核对',
    text: '请先对应列、核对每一行，再开始导入。',
  },
  'sheet.size': {
    title: '文件太大',
    text: '请把表分成几个文件，分几次导入。',
  },
}
